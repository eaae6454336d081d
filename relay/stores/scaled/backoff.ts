import { setTimeout as pause } from 'node:timers/promises';

const FIRST_MS = 25;
const LONGEST_MS = 1_000;

/** Milliseconds before try number `tries` (0 is the first): twice as long each time, and never two processes at once. */
export const backoff = (tries: number): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** tries) * (0.5 + Math.random() / 2);

/** How long a store may take to answer before it counts as away: callers are promised an answer within a second. */
export const ANSWER_MS = 900;

const START_MS = 5_000;

/** A relay that starts beside its stores gives them a moment; then it starts all the same, and says that it waits. */
export async function settled(isUp: () => boolean): Promise<void> {
  const end = performance.now() + START_MS;
  while (!isUp() && performance.now() < end) await pause(FIRST_MS);
}
