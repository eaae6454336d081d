import type { Failures } from './ports';

const FREE_TRIES = 3;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** After the third wrong passphrase 1 s, then 2, 4, ... up to 5 minutes. */
export const pauseAfter = (wrong: number): number =>
  wrong < FREE_TRIES ? 0 : Math.min(1_000 * 2 ** (wrong - FREE_TRIES), LONGEST_PAUSE_MS);

/** The pause that `wrong` tries ask for, counted from `now`. */
export const pauseFrom = (wrong: number, now: number): Failures => ({
  wrong,
  from: now,
  until: now + pauseAfter(wrong),
});

/** A clock that was set back begins the same pause anew from there: it neither ends it nor makes it endless. */
export function rebase(failures: Failures | undefined, now: number): Failures | undefined {
  if (failures === undefined || now >= failures.from) return failures;
  return pauseFrom(failures.wrong, now);
}

/** Until when unlocking is paused; `undefined` where it is not. */
export const pausedUntil = (failures: Failures | undefined, now: number): number | undefined =>
  failures !== undefined && now < failures.until ? failures.until : undefined;
