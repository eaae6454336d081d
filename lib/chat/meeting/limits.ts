const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Every number of a meeting; times in milliseconds. */
export const MEETING_LIMITS = {
  /** People who wait for my decision: whoever comes after them is dropped. */
  strangers: 50,
  /** New people in one hour: each costs checks of signatures and a notice. */
  strangersAnHour: 20,
  /** Other certificates or devices for one conversation in one hour. */
  rivalsAnHour: 4,
  /** Claims of one conversation that wait: one alone could be put in the place of another. */
  claims: 4,
  /** How long a claim waits for the directory to name the same device. */
  claimMs: 14 * DAY,
  /** Ids of introductions that are remembered for each conversation. */
  heard: 32,
  /** The relay keeps what was sent for 72 h: after that, what was not answered is said again. */
  againMs: 73 * HOUR,
  /** A person who asks again earlier than this gets nothing sent twice. */
  askedAgainMs: 10 * MINUTE,
  statementMs: 365 * DAY,
  prekeys: { count: 50, low: 20 },
  /** A session of mine that waits for its answer is not replaced earlier than this. */
  renewMs: 10 * MINUTE,
  renewalsAnHour: 20,
  /** First pause after something failed; it doubles up to the longest. */
  pauseMs: 30_000,
  longestPauseMs: HOUR,
  /** After the relay said that there were too many questions. */
  relayWaitMs: 10 * MINUTE,
} as const;
