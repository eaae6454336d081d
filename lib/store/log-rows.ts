import type { LogLine } from '../bus/views';
import type { ErrorCode } from '../core/error-codes';
import { guard } from './guard';
import type { Schema } from './schema';

export type LogRepository = {
  list(): Promise<readonly LogLine[]>;
  /** Counts one more. `where` is the name of a command or part, never anything of a person. */
  add(code: ErrorCode, where: string, at: number): Promise<void>;
};

/** Codes and counts only: one line for each code and place, newest first. */
export const logRows = (db: Schema): LogRepository => ({
  list: () => guard(() => db.log.orderBy('at').reverse().toArray()),
  add: (code, where, at) =>
    guard(() =>
      db.transaction('rw', db.log, async () => {
        const known = await db.log.get([where, code]);
        await db.log.put({ code, where, at, count: (known?.count ?? 0) + 1 });
      }),
    ),
});
