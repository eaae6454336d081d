import { DatabaseError, Pool } from 'pg';
import { AppError } from '../../../lib/core/errors';
import { backoff, settled } from './backoff';
import { bringUp } from './schema';
import { createWatch } from './watch';

export type Row = Readonly<Record<string, unknown>>;

/** It comes back by itself; while it is away every call fails at once with `relay/waiting`. */
export type PostgresLink = {
  query(text: string, values: readonly unknown[]): Promise<readonly Row[]>;
  /** Resolves after the first try. Fails with `relay/store-settings` where PostgreSQL is set up otherwise. */
  open(): Promise<void>;
  close(): Promise<void>;
};

type Options = { readonly url: string; readonly onUp: () => void; readonly onDown: () => void };

const LONGEST_MS = 5_000;

export function createPostgresLink({ url, onUp, onDown }: Options): PostgresLink {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    // The watch notices silence sooner; these let go of what it gave up, here and at the server.
    connectionTimeoutMillis: LONGEST_MS,
    query_timeout: LONGEST_MS,
    statement_timeout: LONGEST_MS,
    keepAlive: true,
  });
  const watch = createWatch(() => lose());
  let up = false;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;

  const lose = () => {
    if (closed || retry !== undefined) return;
    up = false;
    watch.failAll();
    onDown();
    again(0);
  };
  const again = (tries: number) => {
    retry = setTimeout(() => {
      connect().then(
        () => {
          retry = undefined;
        },
        () => !closed && again(tries + 1),
      );
    }, backoff(tries));
  };
  const connect = async () => {
    await bringUp(url);
    if (closed) return;
    up = true;
    onUp();
  };
  // An idle connection that breaks; those in use reject their query.
  pool.on('error', lose);

  return {
    async query(text, values) {
      if (!up) throw new AppError('relay/waiting');
      try {
        return (await watch.guard(pool.query<Row>(text, [...values]))).rows;
      } catch (error) {
        if (error instanceof AppError) throw error;
        if (isAway(error)) lose();
        const again = isAway(error) || isBusy(error);
        throw new AppError(again ? 'relay/waiting' : 'relay/internal', { cause: error });
      }
    },
    async open() {
      try {
        await connect();
      } catch (error) {
        if (error instanceof AppError) throw error;
        if (!isAway(error)) throw new AppError('relay/internal', { cause: error });
        lose();
        await settled(() => up);
      }
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await pool.end();
    },
  };
}

/** SQLSTATE classes of a server that lives but cannot serve now, or whose connection broke (appendix A). */
const AWAY = /^(08|25006|53|57P|58|XX)/;
/** It serves, but not this one: two locked each other out, or it took too long. */
const BUSY = /^(40|55P03|57014)/;

/** What is not an answer of the server is a broken or late connection. */
const isAway = (error: unknown) => !(error instanceof DatabaseError) || AWAY.test(error.code ?? '');

const isBusy = (error: unknown) => error instanceof DatabaseError && BUSY.test(error.code ?? '');

/** SQLSTATE 23505: another row has the same key. */
export const isTaken = (error: unknown): boolean =>
  error instanceof AppError && error.cause instanceof DatabaseError && error.cause.code === '23505';
