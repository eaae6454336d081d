import { setTimeout as pause } from 'node:timers/promises';

/** A figure over several runs, in milliseconds. */
export type Figure = { readonly median: number; readonly least: number; readonly most: number; readonly runs: number };

export function figureOf(times: readonly number[]): Figure {
  const sorted = times.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? Number.NaN, sorted[Math.floor(middle)] ?? Number.NaN];
  return {
    median: (low + high) / 2,
    least: sorted[0] ?? Number.NaN,
    most: sorted.at(-1) ?? Number.NaN,
    runs: sorted.length,
  };
}

/** What a page loads after it was measured shall not slow what is measured next. */
const SETTLE_MS = 300;

/** Each work once per round, in turn, so that what slows the machine slows all of them. The first rounds warm up. */
export async function interleave<Name extends string>(
  works: Readonly<Record<Name, () => Promise<number>>>,
  rounds: number,
  warmUp = 1,
): Promise<Record<Name, readonly number[]>> {
  const names = Object.keys(works) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds + warmUp; round++) {
    for (const name of names) {
      await pause(SETTLE_MS);
      const took = await works[name]();
      if (round >= warmUp) times[name].push(took);
    }
  }
  return times;
}

/** The value below which so many of a hundred lie (nearest rank). */
export function percentile(values: readonly number[], rank: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1)] ?? Number.NaN;
}
