import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { CounterName, GaugeName, Metrics } from './ports';

const PREFIX = 'sotto_relay_';

export const COUNTERS: Readonly<Record<CounterName, string>> = {
  messages_total: 'Messages taken from senders.',
  delivered_total: 'Messages acknowledged by a device.',
  stored_total: 'Messages put into a mailbox.',
  expired_total: 'Messages that no device fetched in time.',
  refused_total: 'Messages refused: unsealed, too large, over quota, to an unknown device.',
  logins_total: 'Logins, by password or device key.',
  login_failures_total: 'Logins that failed.',
  signals_total: 'Signals handed on: typing, calls.',
};
export const GAUGES: Readonly<Record<GaugeName, string>> = {
  sockets: 'Sockets that are open.',
  waiting: '1 while a store is away, else 0.',
};
export const HISTOGRAMS: Readonly<Record<Parameters<Metrics['observe']>[0], string>> = {
  commit_seconds: 'One commit of a batch to disk.',
  delivery_seconds: 'From taking a message to its acknowledgement by a device that is online.',
  login_seconds: 'The work of the relay for one login.',
};
/** From a tenth of a millisecond to some seconds. */
const BUCKETS = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export type ProcessMetrics = Metrics & {
  /** One answer over HTTP: the route's pattern, the status. */
  countRequest(route: string, status: number): void;
  /** The text format of Prometheus, 0.0.4. */
  text(): Promise<{ readonly contentType: string; readonly body: string }>;
};

/** Counts of the relay and of its process. No label holds anything of a person. */
export function createMetrics(): ProcessMetrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const registers = [register];
  const made = <K extends string, M>(table: Readonly<Record<K, string>>, make: (name: string, help: string) => M) =>
    Object.fromEntries(
      Object.entries<string>(table).map(([name, help]) => [name, make(PREFIX + name, help)]),
    ) as Readonly<Record<K, M>>;
  const counters = made(COUNTERS, (name, help) => new Counter({ name, help, registers }));
  const gauges = made(GAUGES, (name, help) => new Gauge({ name, help, registers }));
  const histograms = made(HISTOGRAMS, (name, help) => new Histogram({ name, help, registers, buckets: BUCKETS }));
  const requests = new Counter({
    name: `${PREFIX}http_requests_total`,
    help: 'Answers over HTTP, by the pattern of the route and by status.',
    labelNames: ['route', 'status'],
    registers,
  });
  return {
    count: (name, by = 1) => counters[name].inc(by),
    gauge: (name, value) => gauges[name].set(value),
    observe: (name, seconds) => histograms[name].observe(seconds),
    countRequest: (route, status) => requests.inc({ route, status }),
    text: async () => ({ contentType: register.contentType, body: await register.metrics() }),
  };
}
