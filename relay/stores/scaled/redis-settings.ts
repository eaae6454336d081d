import { AppError } from '../../../lib/core/errors';
import type { RedisClient } from './redis-link';

/**
 * Mailboxes: every change is on disk before it is answered, and nothing is thrown out for want of room. Fails with
 * `relay/store-settings`, also where the relay may not ask (CONFIG GET).
 */
export async function checkDurable(client: RedisClient): Promise<void> {
  const { appendonly, appendfsync, policy } = await readSettings(client);
  if (appendonly !== 'yes' || appendfsync !== 'always' || policy !== 'noeviction') refuse();
}

/** Sessions and prekeys: nothing of it ever reaches a disk (S9). */
export async function checkVolatile(client: RedisClient): Promise<void> {
  const { appendonly, save } = await readSettings(client);
  if (appendonly !== 'no' || save !== '') refuse();
}

function refuse(cause?: unknown): never {
  throw new AppError('relay/store-settings', { cause });
}

async function readSettings(client: RedisClient) {
  const read = async (name: string) => {
    const answer = await client.sendCommand<readonly Buffer[]>(['CONFIG', 'GET', name]);
    return answer[1]?.toString('latin1');
  };
  // Redis answers PING alone while it reads its file: that is away, not set up otherwise.
  await client.sendCommand(['EXISTS', 'place']);
  const [appendonly, appendfsync, save, policy] = await Promise.all(
    ['appendonly', 'appendfsync', 'save', 'maxmemory-policy'].map(read),
  ).catch(refuse);
  return { appendonly, appendfsync, save, policy };
}
