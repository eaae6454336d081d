import { Worker } from 'node:worker_threads';
import type { Log } from '../../observe/ports';
import type { Database } from './database';

export type Checkpoints = {
  /** To be called between two commits; a promise where the next has to wait for it. */
  pause(): Promise<void> | undefined;
  close(): Promise<void>;
};

/** Frames of the log (4 KiB each) after which they are copied into the file: 32 MiB, read again within 0.2 s. */
const FRAMES = 8_000;
/** So few frames are copied within milliseconds. */
const CLOSE = 500;
const MOST_RUNS = 4;
/** Another look at the length of the log. */
const COMMITS = 32;
/** Not sooner again, where somebody who reads the file (a backup) keeps the log from beginning anew. */
const LATER_MS = 1_000;

// A string, because the relay is one file where it runs and many where it is tested. This thread has a connection of
// its own: what takes long, the syncs of a checkpoint, holds up no socket.
const THREAD = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { DatabaseSync } = require('node:sqlite');
  const db = new DatabaseSync(workerData, { timeout: 1000 });
  db.exec('PRAGMA synchronous = NORMAL');
  const checkpoint = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  parentPort.on('message', () => {
    let failed = false;
    try { checkpoint.get(); } catch { failed = true; }
    parentPort.postMessage(failed);
  });
`;

/**
 * Copies the log into the file, off the thread of the sockets. While commits go on, the first run copies nearly all;
 * then commits wait for a second, short one, after which SQLite begins the log anew (https://sqlite.org/wal.html, 2.2).
 */
export function createCheckpoints(database: Database, file: string, log: Log): Checkpoints {
  // NOOP only tells how long the log is.
  const look = database.prepare<[busy: number, log: number, copied: number]>('PRAGMA wal_checkpoint(NOOP)');
  const here = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  const worker = new Worker(THREAD, { eval: true, workerData: file });
  worker.unref();
  let commits = 0;
  let notBefore = 0;
  let state: 'idle' | 'copying' | 'copied' = 'idle';
  let told: (failed: boolean) => void = () => undefined;
  worker.on('message', (failed: boolean) => told(failed));
  // Never seen: then this thread does it, rather than wait for one that is gone.
  let gone = false;
  const lose = (): void => {
    gone = true;
    told(true);
  };
  worker.on('error', lose);
  worker.on('exit', lose);

  const looked = (): readonly number[] => {
    try {
      return look.get() ?? [];
    } catch {
      // The next commit says what is wrong.
      return [];
    }
  };

  const run = (): Promise<boolean> =>
    new Promise((resolve) => {
      told = resolve;
      if (!gone) return worker.postMessage('checkpoint');
      try {
        here.get();
        resolve(false);
      } catch {
        resolve(true);
      }
    });

  /** Again while much was written meanwhile: commits wait for the last run alone. */
  const copyBeside = async (runs: number): Promise<void> => {
    const failed = await run();
    if (failed) log('relay/waiting', { checkpoint: 1 });
    const [, frames = 0, copied = 0] = looked();
    if (!failed && runs > 1 && frames - copied > CLOSE) return await copyBeside(runs - 1);
    state = failed ? 'idle' : 'copied';
  };

  const begin = (): void => {
    state = 'copying';
    void copyBeside(MOST_RUNS);
  };

  return {
    pause: () => {
      if (state === 'copied') {
        state = 'copying';
        return run().then(() => {
          state = 'idle';
          const [, frames = 0, copied = 0] = looked();
          notBefore = copied < frames ? performance.now() + LATER_MS : 0;
        });
      }
      commits += 1;
      if (state === 'copying' || commits % COMMITS !== 0 || performance.now() < notBefore) return undefined;
      const [, frames = 0] = looked();
      if (frames >= FRAMES) begin();
      return undefined;
    },
    close: async () => {
      await worker.terminate();
    },
  };
}
