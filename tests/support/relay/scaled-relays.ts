import { newOpaqueSetup } from '../../../relay/accounts/opaque';
import { buildRelay } from '../../../scripts/relay.mjs';
import { type StoreLab, startStoreLab } from './lab/store-lab';
import { type RelayProcess, startRelay } from './relay-process';

/** Relay processes of one relay, on real PostgreSQL and Redis. */
export type ScaledRelays = {
  readonly lab: StoreLab;
  start(): Promise<RelayProcess>;
  close(): Promise<void>;
};

export async function openScaledRelays(settings: readonly string[] = []): Promise<ScaledRelays> {
  const script = await buildRelay();
  const lab = await startStoreLab();
  const addresses = await lab.fresh();
  const env = {
    SOTTO_RELAY_POSTGRES_URL: addresses.postgresUrl,
    SOTTO_RELAY_REDIS_URL: addresses.redisUrl,
    SOTTO_RELAY_REDIS_VOLATILE_URL: addresses.redisVolatileUrl,
    SOTTO_RELAY_DATA: addresses.attachmentFolder,
    SOTTO_RELAY_OPAQUE_SETUP: await newOpaqueSetup(),
  };
  const running = new Set<RelayProcess>();
  return {
    lab,
    start: async () => {
      const relay = await startRelay(script, ['--port', '0', '--store', 'scaled', ...settings], env);
      running.add(relay);
      relay.child.once('exit', () => running.delete(relay));
      return relay;
    },
    close: async () => {
      await Promise.all([...running].map((relay) => relay.kill()));
      await lab.destroy();
    },
  };
}
