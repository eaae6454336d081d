import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createClient, RESP_TYPES } from '@redis/client';
import { createLabServer, freePort, type LabServer } from './server';

const CONFIGURATIONS = resolve('tests', 'labs', 'relay');

/** redis-server with the configuration that operators are told to use, keeping its data in `folder`. */
export async function createRedisServer(folder: string, kind: 'durable' | 'volatile'): Promise<LabServer> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  mkdirSync(folder, { recursive: true });
  const configuration = join(CONFIGURATIONS, `redis-${kind}.conf`);
  return createLabServer({
    url,
    program: 'redis-server',
    parameters: [configuration, '--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
    folder,
    stopSignal: 'SIGTERM',
    ready: () => withRedis(url, async (client) => (await client.ping()) === 'PONG'),
  });
}

export const emptyRedis = (url: string): Promise<unknown> => withRedis(url, (client) => client.flushAll());

const open = (url: string) => createClient({ url, socket: { connectTimeout: 5_000, reconnectStrategy: false } });

async function withRedis<T>(url: string, work: (client: ReturnType<typeof open>) => Promise<T>): Promise<T> {
  const client = open(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

/** Every key, and every value as Redis would write it (DUMP). */
export const dumpRedis = (url: string): Promise<Buffer> =>
  withRedis(url, async (client) => {
    const octets = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
    return Buffer.concat(await octets.sendCommand<Buffer[]>(['EVAL', DUMP_ALL, '0']));
  });

const DUMP_ALL = `
local all = redis.call('KEYS', '*')
for i = 1, #all do all[#all + 1] = redis.call('DUMP', all[i]) end
return all`;

/** One command, as it is. */
export const askRedis = <T>(url: string, command: readonly string[]): Promise<T> =>
  withRedis(url, (client) => client.sendCommand<T>([...command]));
