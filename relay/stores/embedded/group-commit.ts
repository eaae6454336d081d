import { type FileHandle, open } from 'node:fs/promises';
import { AppError } from '../../../lib/core/errors';
import type { Log, Metrics } from '../../observe/ports';
import { awayCode, DAMAGED, type Database } from './database';
import { createTransactions, type Job, type Participant } from './transactions';

export type GroupCommit = {
  /**
   * Runs `work` in one transaction with all that was asked at about the same time; resolves when it is on disk.
   * Fails with AppError('relay/waiting') where the store is away. An AppError of `work` is its answer: it must not
   * have changed anything before.
   */
  write<T>(work: () => T): Promise<T>;
  /** At once, between transactions. */
  read<T>(work: () => T): Promise<T>;
  join(participant: Participant): void;
  onWaiting(listener: (waiting: boolean) => void): void;
  /** Called between two commits, while none is under way; the next one waits for it. */
  onPause(hook: () => Promise<void> | undefined): void;
  close(): Promise<void>;
};

/** From one commit to the next, where more is waiting: fewer and larger syncs. */
const GATHER_MS = 1;
const RETRY_MS = 250;

export async function createGroupCommit(
  database: Database,
  logFile: string,
  ports: { readonly log: Log; readonly metrics: Metrics; readonly sync?: (file: FileHandle) => Promise<void> },
): Promise<GroupCommit> {
  // SQLite keeps one and the same file for the log as long as a connection is open. It locks other files than this
  // one, so that closing our handle releases no lock of its (fcntl(2), "Record locks").
  const logHandle = await open(logFile, 'r+');
  const sync = ports.sync ?? ((file: FileHandle) => file.datasync());
  const transactions = createTransactions(database);
  const prove = database.prepare('UPDATE store SET proof = proof + 1');
  const truncate = database.prepare<[busy: number, log: number, copied: number]>('PRAGMA wal_checkpoint(TRUNCATE)');
  const listeners: Array<(waiting: boolean) => void> = [];
  let pause: () => Promise<void> | undefined = () => undefined;
  let queue: Job[] = [];
  let running: Promise<void> | undefined;
  let away = false;
  let closed = false;

  const setAway = (now: boolean, code = 0): void => {
    if (away === now) return;
    away = now;
    ports.metrics.gauge('waiting', now ? 1 : 0);
    ports.log(now ? 'relay/waiting' : 'relay/back', now ? { sqlite: code } : undefined);
    for (const listener of listeners) listener(now);
  };

  const round = async (): Promise<void> => {
    const began = performance.now();
    await pause();
    const jobs = queue;
    queue = [];
    try {
      const answers = transactions.commit(jobs);
      queue = [...jobs.slice(answers.length), ...queue];
      await sync(logHandle);
      ports.metrics.observe('commit_seconds', (performance.now() - began) / 1_000);
      for (const answer of answers) answer();
    } catch (error) {
      fail(jobs, error);
    }
  };

  const fail = (jobs: readonly Job[], error: unknown): void => {
    const refusal = new AppError('relay/waiting', { cause: error });
    const all = [...jobs, ...queue];
    queue = [];
    for (const job of all) job.failed(refusal);
    if (away) return;
    const code = awayCode(error);
    setAway(true, code);
    // A damaged file does not mend: whoever runs the relay restores it, and starts again.
    if (code === DAMAGED) return;
    setTimeout(() => void retry(), RETRY_MS).unref();
  };

  /** Writes something, and has the whole log copied into the file: a log whose sync failed once is not relied upon. */
  const retry = async (): Promise<void> => {
    if (closed) return;
    try {
      prove.run();
      if (truncate.get()?.[0] !== 0) throw new AppError('relay/waiting');
      prove.run();
      await sync(logHandle);
      setAway(false);
    } catch {
      setTimeout(() => void retry(), RETRY_MS).unref();
    }
  };

  const run = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0) {
      await round();
      if (queue.length > 0) await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    }
    running = undefined;
  };

  return {
    write: <T>(work: () => T) =>
      new Promise<T>((done, failed) => {
        if (away || closed) return failed(new AppError('relay/waiting'));
        queue.push({ work, done, failed });
        running ??= run();
      }),
    read: async (work) => {
      if (away || closed) throw new AppError('relay/waiting');
      try {
        return work();
      } catch (error) {
        const code = awayCode(error);
        if (code === undefined) throw error;
        fail([], error);
        throw new AppError('relay/waiting', { cause: error });
      }
    },
    join: transactions.join,
    onWaiting: (listener) => void listeners.push(listener),
    onPause: (hook) => {
      pause = hook;
    },
    close: async () => {
      closed = true;
      await running;
      await logHandle.close();
    },
  };
}
