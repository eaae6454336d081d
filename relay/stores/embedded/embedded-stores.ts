import { type FileHandle, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { AppError } from '../../../lib/core/errors';
import type { Log, Metrics } from '../../observe/ports';
import { createAttachmentFiles } from '../files/attachments';
import type { Stores } from '../ports';
import { counterOptions, createLimiter } from '../shared/limiter';
import { createAccounts } from './accounts';
import { createArchive } from './archive';
import { createCheckpoints } from './checkpoints';
import { awayCode, openDatabase } from './database';
import { createDirectory } from './directory';
import { createEpochs } from './epochs';
import { holdFolder } from './folder-lock';
import { createGroupCommit } from './group-commit';
import { createMailboxes } from './mailboxes';
import { createPrekeys } from './prekeys';
import { createPresence } from './presence';
import { createSessionMemory, type SessionMemory } from './session-memory';
import { createSessions } from './sessions';

export type EmbeddedOptions = {
  /** Made where it is missing, for this user of the system alone. */
  readonly folder: string;
  readonly log: Log;
  readonly metrics: Metrics;
  /** For tests: how the log of the file gets to disk, and where sessions are. */
  readonly sync?: (file: FileHandle) => Promise<void>;
  readonly sessionMemory?: SessionMemory;
};

/**
 * Everything of one process in one folder: `relay.sqlite`, and a file for each attachment. What is volatile is in
 * memory. Fails with AppError('relay/waiting') where the folder cannot be used, or another relay uses it.
 */
export async function createEmbeddedStores(options: EmbeddedOptions): Promise<Stores> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const owned = new AsyncDisposableStack();
  try {
    return await openStores(options, owned);
  } catch (error) {
    await owned.disposeAsync();
    throw awayCode(error) === undefined ? error : new AppError('relay/waiting', { cause: error });
  }
}

async function openStores(options: EmbeddedOptions, owned: AsyncDisposableStack): Promise<Stores> {
  const { folder, log } = options;
  const file = join(folder, 'relay.sqlite');
  // Closed in the opposite order: first what is under way is committed.
  owned.defer(holdFolder(folder));
  const database = owned.adopt(openDatabase(file), (opened) => opened.close());
  const checkpoints = owned.adopt(createCheckpoints(database, file, log), (started) => started.close());
  const commits = owned.adopt(await createGroupCommit(database, `${file}-wal`, options), (started) => started.close());
  commits.onPause(checkpoints.pause);
  const prove = database.prepare('UPDATE store SET proof = proof + 1');
  let closing: Promise<void> | undefined;
  return {
    accounts: createAccounts(database, commits),
    mailboxes: createMailboxes(database, commits, log),
    archive: createArchive(database, commits),
    epochs: createEpochs(database, commits),
    attachments: createAttachmentFiles({ folder: join(folder, 'attachments') }),
    prekeys: createPrekeys(),
    sessions: createSessions(options.sessionMemory ?? createSessionMemory()),
    presence: createPresence(),
    directory: createDirectory(),
    limiter: createLimiter((rule) => {
      const { tries, pauses } = counterOptions(rule);
      return { tries: new RateLimiterMemory(tries), pauses: new RateLimiterMemory(pauses) };
    }),
    onWaiting: commits.onWaiting,
    ready: async () => {
      const proven = commits
        .write(() => prove.run())
        .then(
          () => true,
          () => false,
        );
      const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 900).unref());
      return await Promise.race([proven, late]);
    },
    close: () => {
      closing ??= owned.disposeAsync();
      return closing;
    },
  };
}
