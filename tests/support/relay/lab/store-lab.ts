import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../../../scripts/lib/find-browsers.mjs';
import { createPostgresServer, emptyPostgres, findPostgres } from './postgres';
import { createRedisServer, emptyRedis } from './redis';
import type { LabServer } from './server';

/** Real PostgreSQL and two real Redis, on loopback, in a folder that goes away with them. */
export type StoreLab = {
  readonly folder: string;
  readonly postgres: LabServer;
  readonly redis: LabServer;
  readonly redisVolatile: LabServer;
  /** Empties all three. What used them before must be closed. */
  fresh(): Promise<StoreAddresses>;
  destroy(): Promise<void>;
};
export type StoreAddresses = {
  readonly postgresUrl: string;
  readonly redisUrl: string;
  readonly redisVolatileUrl: string;
  readonly attachmentFolder: string;
};

/** What stands in the way on this machine, in words; undefined where the lab can run. */
export function storeLabMissing(): string | undefined {
  const absent = findPostgres() === undefined ? ['PostgreSQL'] : [];
  if (findProgram('redis-server') === undefined) absent.push('redis-server');
  if (process.getuid?.() === 0 && findProgram('setpriv') === undefined) absent.push('setpriv');
  return absent.length === 0 ? undefined : `the scaled stores lack ${absent.join(', ')}`;
}

export async function startStoreLab(): Promise<StoreLab> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-stores-'));
  // PostgreSQL may run as another user, who must get to its own folder in here.
  chmodSync(folder, 0o711);
  const [postgres, redis, redisVolatile] = await Promise.all([
    createPostgresServer(join(folder, 'postgres')),
    createRedisServer(join(folder, 'redis'), 'durable'),
    createRedisServer(join(folder, 'redis-volatile'), 'volatile'),
  ]);
  const servers = [postgres, redis, redisVolatile];
  await Promise.all(servers.map((server) => server.start()));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    postgres,
    redis,
    redisVolatile,
    async fresh() {
      await Promise.all([emptyPostgres(postgres.url), emptyRedis(redis.url), emptyRedis(redisVolatile.url)]);
      return {
        postgresUrl: postgres.url,
        redisUrl: redis.url,
        redisVolatileUrl: redisVolatile.url,
        attachmentFolder: mkdtempSync(join(folder, 'attachments-')),
      };
    },
    async destroy() {
      for (const server of servers) server.thaw();
      await Promise.all([postgres.stop(), redis.kill(), redisVolatile.kill()]);
      // A child that Redis forked may still write into it for a moment.
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    },
  };
}
