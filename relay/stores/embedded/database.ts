import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { AppError } from '../../../lib/core/errors';
import { MIGRATIONS } from './schema';

/** Rows are arrays in the order of the columns. Tables are STRICT: what a column holds is what the schema says. */
export type Statement<Row extends readonly unknown[]> = {
  /** The number of rows that were changed. */
  run(...values: SQLInputValue[]): number;
  get(...values: SQLInputValue[]): Row | undefined;
  all(...values: SQLInputValue[]): Row[];
  iterate(...values: SQLInputValue[]): IterableIterator<Row>;
};

export type Database = {
  exec(sql: string): void;
  prepare<Row extends readonly unknown[] = []>(sql: string): Statement<Row>;
  close(): void;
};

/**
 * Why each: WAL, because a commit is then one run of writes at the end of one file. synchronous NORMAL, because
 * group-commit.ts syncs the log itself, off this thread, before it answers anybody; SQLite still syncs around each
 * checkpoint, so that the file is whole after any crash. No checkpoint by itself: checkpoints.ts. The cache holds
 * what is written and acknowledged within seconds, so that it is not read back.
 */
const PRAGMAS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA wal_autocheckpoint = 0;
  PRAGMA cache_size = -32768;
  PRAGMA temp_store = MEMORY;
  PRAGMA secure_delete = OFF;
  PRAGMA trusted_schema = OFF;
`;

/** Fails with AppError('relay/waiting') where the file cannot be opened, is damaged, or of a newer relay. */
export function openDatabase(file: string): Database {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { timeout: 20, enableForeignKeyConstraints: false });
    db.exec(PRAGMAS);
    migrate(db);
    // The names of the file and of its log are on disk too.
    const folder = openSync(dirname(file), 'r');
    fsyncSync(folder);
    closeSync(folder);
    return wrap(db);
  } catch (cause) {
    db?.close();
    throw new AppError('relay/waiting', { cause });
  }
}

function migrate(db: DatabaseSync): void {
  const version = Number(db.prepare('PRAGMA user_version').get()?.user_version);
  if (version > MIGRATIONS.length) throw new AppError('relay/version');
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < version) continue;
    db.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT`);
  }
}

function wrap(db: DatabaseSync): Database {
  return {
    exec: (sql) => db.exec(sql),
    prepare: <Row extends readonly unknown[]>(sql: string): Statement<Row> => {
      const statement: StatementSync = db.prepare(sql, { returnArrays: true });
      return {
        run: (...values) => Number(statement.run(...values).changes),
        // With `returnArrays` rows are arrays, which the types of node do not say.
        get: (...values) => statement.get(...values) as unknown as Row | undefined,
        all: (...values) => statement.all(...values) as unknown as Row[],
        iterate: (...values) => statement.iterate(...values) as unknown as IterableIterator<Row>,
      };
    },
    close: () => db.close(),
  };
}

/** Primary result codes of SQLite that mean: the disk, or who else holds the file. https://sqlite.org/rescode.html */
const AWAY = new Set([3, 5, 6, 8, 10, 11, 13, 14, 15, 22, 26]);

/** SQLITE_CORRUPT. */
export const DAMAGED = 11;

/** The primary result code where the store is away; undefined for everything else, which is a fault of ours. */
export function awayCode(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('errcode' in error && typeof error.errcode === 'number') {
    const primary = error.errcode & 0xff;
    return AWAY.has(primary) ? primary : undefined;
  }
  // From the sync of the log: an error of the system, as ENOSPC and EIO. SQLITE_IOERR is 10.
  return 'errno' in error && 'syscall' in error ? 10 : undefined;
}
