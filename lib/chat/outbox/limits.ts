const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** W2 and W1 in numbers; times are milliseconds. */
export const OUTBOX_LIMITS = {
  /** Sends by itself; after them, only where something gives reason to. */
  tries: 5,
  /** After the first send that failed; each further pause is twice as long. */
  firstPauseMs: SECOND,
  /** A send that the relay says nothing to has failed. */
  answerMs: 15 * SECOND,
  /** What the relay never took is given up. */
  queueMs: 12 * HOUR,
  /** What nobody sees is no message: without it, the other would miss one that nobody wrote. */
  unseenQueueMs: 14 * 24 * HOUR,
  /** What is said about a call is worth nothing later: it is not sent any more. */
  passingMs: 60 * SECOND,
  /** What it keeps at most, and a moment for its own word to come first. */
  keptMs: 72 * HOUR,
  graceMs: 30 * SECOND,
  /** The longest pause that a relay can ask for. */
  mostWaitMs: 600 * SECOND,
  /** Messages that are sent and not answered, at once. */
  window: 200,
  batch: 100,
} as const;

/** How long one waits after so many sends: 1, 2, 4, 8, 16 s, a quarter more or less. */
export function pauseAfter(tries: number, random: (octets: number) => Uint8Array): number {
  const times = Math.min(Math.max(tries, 1), OUTBOX_LIMITS.tries) - 1;
  const jitter = 0.75 + (random(1)[0] ?? 0) / 512;
  return Math.round(OUTBOX_LIMITS.firstPauseMs * 2 ** times * jitter);
}
