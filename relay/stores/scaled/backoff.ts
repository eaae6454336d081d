const FIRST_MS = 25;
const LONGEST_MS = 1_000;

/** Milliseconds before try number `tries` (0 is the first): twice as long each time, and never two processes at once. */
export const backoff = (tries: number): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** tries) * (0.5 + Math.random() / 2);

/** How long a store may take to answer before it counts as away: callers are promised an answer within a second. */
export const ANSWER_MS = 900;
