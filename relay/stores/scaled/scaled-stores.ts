import type { Log, Metrics } from '../../observe/ports';

import { createAttachmentFiles } from '../files/attachments';
import type { Stores } from '../ports';
import { createAccounts } from './accounts';
import { createArchive } from './archive';
import { createAvailability, type ServiceName } from './availability';
import { createDirectory } from './directory';
import { createEpochs } from './epochs';
import { createRedisLimiter } from './limiter';
import { createMailboxes } from './mailboxes';
import { createPostgresLink } from './postgres-link';
import { createPrekeys } from './prekeys';
import { createPresence } from './presence';
import { createRedisLink } from './redis-link';
import { checkDurable, checkVolatile } from './redis-settings';
import { createSessions } from './sessions';

export type ScaledOptions = {
  readonly postgresUrl: string;
  /** Writes to disk before it answers: appendonly yes, appendfsync always. */
  readonly redisUrl: string;
  /** Never writes to disk. */
  readonly redisVolatileUrl: string;
  /** A folder that all processes share. */
  readonly attachmentFolder: string;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Milliseconds of silence after which another process counts as dead. */
  readonly aliveMs?: number;
};

/**
 * The stores of many processes on one PostgreSQL and two Redis: docs/relay-scaled.md. A store that is away now is
 * waited for; fails with `relay/store-settings` where one is set up so that it would lose or keep what it must not.
 */
export async function createScaledStores(options: ScaledOptions): Promise<Stores> {
  const availability = createAvailability(options);
  const watched = (service: ServiceName, onUp: () => void = () => undefined) => ({
    onUp: () => {
      availability.back(service);
      onUp();
    },
    onDown: () => availability.away(service),
  });

  const postgres = createPostgresLink({ url: options.postgresUrl, ...watched('postgres') });
  const redis = createRedisLink({ url: options.redisUrl, prepare: checkDurable, ...watched('redis') });
  const volatile = createRedisLink({
    url: options.redisVolatileUrl,
    prepare: checkVolatile,
    ...watched('redisVolatile', () => void directory.beat().catch(() => undefined)),
  });
  const directory = createDirectory(volatile, options.aliveMs);
  const posts = createRedisLink({
    url: options.redisVolatileUrl,
    prepare: directory.subscribe,
    ...watched('redisPosts', directory.heard),
  });
  const links = [postgres, redis, volatile, posts];
  const close = async () => {
    await directory.stop();
    await Promise.all(links.map((link) => link.close()));
  };

  try {
    await Promise.all(links.map((link) => link.open()));
  } catch (error) {
    await close();
    throw error;
  }
  directory.start();

  return {
    accounts: createAccounts(postgres),
    archive: createArchive(postgres),
    mailboxes: createMailboxes(redis, options.metrics),
    epochs: createEpochs(redis),
    attachments: createAttachmentFiles({ folder: options.attachmentFolder }),
    prekeys: createPrekeys(volatile),
    sessions: createSessions(volatile),
    presence: createPresence(volatile),
    directory,
    limiter: createRedisLimiter(volatile),
    onWaiting: availability.onWaiting,
    async ready() {
      const written = await Promise.allSettled([
        postgres.query('insert into probe values (1, now()) on conflict (id) do update set at = excluded.at', []),
        redis.send(['SET', 'probe', '1']),
        volatile.send(['SET', 'probe', '1']),
      ]);
      return written.every(({ status }) => status === 'fulfilled') && !availability.waiting();
    },
    close,
  };
}
