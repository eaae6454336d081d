import type { Log, Metrics } from '../../observe/ports';

export type ServiceName = 'postgres' | 'redis' | 'redisVolatile' | 'redisPosts';

/** Which stores are away, told once to all who listen. */
export type Availability = {
  away(service: ServiceName): void;
  back(service: ServiceName): void;
  /** Whether any is away. */
  waiting(): boolean;
  onWaiting(listener: (waiting: boolean) => void): void;
};

export function createAvailability({ log, metrics }: { readonly log: Log; readonly metrics: Metrics }): Availability {
  const missing = new Set<ServiceName>();
  const listeners: Array<(waiting: boolean) => void> = [];
  const tell = (waiting: boolean) => {
    metrics.gauge('waiting', waiting ? 1 : 0);
    for (const listener of listeners) listener(waiting);
  };
  return {
    away(service) {
      if (missing.has(service)) return;
      missing.add(service);
      log('relay/waiting', { [service]: 1 });
      if (missing.size === 1) tell(true);
    },
    back(service) {
      if (!missing.delete(service)) return;
      log('relay/back', { [service]: 1 });
      if (missing.size === 0) tell(false);
    },
    waiting: () => missing.size > 0,
    onWaiting(listener) {
      listeners.push(listener);
      // Who asks while a store is away already must know.
      if (missing.size > 0) listener(true);
    },
  };
}
