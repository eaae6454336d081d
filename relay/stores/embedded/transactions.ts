import { AppError } from '../../../lib/core/errors';
import { awayCode, type Database } from './database';

/** What takes part in every commit: mailboxes note in one row what a commit stored. */
export type Participant = { beforeCommit(): void; afterCommit(): void; afterRollback(): void };

export type Job = {
  readonly work: () => unknown;
  readonly done: (value: never) => void;
  readonly failed: (why: unknown) => void;
};
/** To be given when the commit is on disk. */
export type Answer = () => void;

export type Transactions = {
  join(participant: Participant): void;
  /**
   * Runs the first of the jobs, as many as there is time for, in one transaction; an answer for each that ran.
   * Throws where the store is away: then none of them counts.
   */
  commit(jobs: readonly Job[]): Answer[];
};

/** Longest time for which one transaction holds up the sockets of this thread; what is left goes into the next. */
const MOST_MS = 10;

export function createTransactions(database: Database): Transactions {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const end = database.prepare('COMMIT');
  const participants: Participant[] = [];

  const transact = (jobs: readonly Job[]): Answer[] => {
    const answers: Answer[] = [];
    const late = performance.now() + MOST_MS;
    begin.run();
    for (const { work, done, failed } of jobs) {
      try {
        const value = work() as never;
        answers.push(() => done(value));
      } catch (error) {
        // An answer, before which nothing was changed. Anything else undoes all.
        if (!(error instanceof AppError)) throw error;
        answers.push(() => failed(error));
      }
      if (performance.now() > late) break;
    }
    for (const participant of participants) participant.beforeCommit();
    end.run();
    for (const participant of participants) participant.afterCommit();
    return answers;
  };

  const rollBack = (): void => {
    try {
      database.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back by itself, as it does on some errors of the disk.
    }
    for (const participant of participants) participant.afterRollback();
  };

  /** A fault of ours in one job fails that job alone. */
  const oneByOne = (jobs: readonly Job[]): Answer[] =>
    jobs.flatMap((job) => {
      try {
        return transact([job]);
      } catch (error) {
        rollBack();
        if (awayCode(error) !== undefined) throw error;
        return [() => job.failed(error)];
      }
    });

  return {
    join: (participant) => void participants.push(participant),
    commit: (jobs) => {
      try {
        return transact(jobs);
      } catch (error) {
        rollBack();
        if (awayCode(error) !== undefined) throw error;
        return oneByOne(jobs);
      }
    },
  };
}
