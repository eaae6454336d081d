const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Every number of a key agreement through a chat; times in milliseconds. */
export const AGREEMENT_LIMITS = {
  /** A statement names a device of one talk: it need not live long, and is renewed at half its time. */
  statementMs: 90 * DAY,
  /** What repeats until it is answered is answered this often: a page shows twenty texts at once. */
  answerAgainMs: MINUTE,
  /** Answers that this is remembered of. */
  answers: 8,
  /** Payloads of mine without words that are known again when the page shows them. */
  said: 64,
} as const;
