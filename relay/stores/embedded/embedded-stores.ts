import type { FileHandle } from 'node:fs/promises';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Log, Metrics } from '../../observe/ports';
import { createAttachmentFiles } from '../files/attachments';
import type { Stores } from '../ports';
import { counterOptions, createLimiter } from '../shared/limiter';
import { createAccounts } from './accounts';
import { createArchive } from './archive';
import { createCheckpoints } from './checkpoints';
import { openDatabase } from './database';
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
  const { folder, log } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'relay.sqlite');
  const release = holdFolder(folder);
  try {
    const database = openDatabase(file);
    const commits = await createGroupCommit(database, `${file}-wal`, options);
    const checkpoints = createCheckpoints(database, file, log);
    commits.onPause(checkpoints.pause);
    const prove = database.prepare('UPDATE store SET proof = proof + 1');
    const attachments = createAttachmentFiles({ folder: join(folder, 'attachments') });
    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      await commits.close();
      await checkpoints.close();
      database.close();
      release();
    };
    return {
      accounts: createAccounts(database, commits),
      mailboxes: createMailboxes(database, commits, log),
      archive: createArchive(database, commits),
      epochs: createEpochs(database, commits),
      attachments,
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
        closing ??= close();
        return closing;
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}
