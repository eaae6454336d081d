import { setTimeout as pause } from 'node:timers/promises';

export type WaitOptions = {
  /** Milliseconds after which it fails. */
  readonly within?: number;
  /** Milliseconds between two looks. */
  readonly every?: number;
};

const LOOK = 'one look';

/**
 * Looks again and again until `look` answers something that is neither `undefined` nor `false`.
 * A look that throws counts as "not yet"; its message is told if time runs out.
 */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  { within = 15_000, every = 40 }: WaitOptions = {},
): Promise<T> {
  const end = Date.now() + within;
  let last = '';
  for (;;) {
    try {
      const seen = await bounded(LOOK, Promise.resolve(look()), Math.max(1_000, end - Date.now()));
      if (seen !== undefined && seen !== false) return seen;
    } catch (error) {
      // The last look is cut off where time runs out: what the one before it said is worth more.
      if (last === '' || !String(error).includes(LOOK)) last = ` (${String(error)})`;
    }
    if (Date.now() >= end) throw new Error(`waited ${within} ms in vain for ${what}${last}`);
    await pause(every);
  }
}

/** Fails with `what` where a promise is not settled in time. */
export async function bounded<T>(what: string, promise: Promise<T>, within = 15_000): Promise<T> {
  const stop = new AbortController();
  const tooLate = pause(within, undefined, { signal: stop.signal }).then(() => {
    throw new Error(`${what} took longer than ${within} ms`);
  });
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    tooLate.catch(() => undefined);
    stop.abort();
  }
}
