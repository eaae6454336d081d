import type { ErrorCode } from '../core/error-codes';

export type Backoff = {
  /** Milliseconds until the next try; longer after each. `waitMs`: what the relay asked for. */
  next(code: ErrorCode, waitMs?: number): number;
  /** A connection held for a while. */
  held(): void;
};

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
/** What a relay may ask for: the longest pause of its rule for devices that come back, and not 49 days. */
const LONGEST_ASKED_MS = 5 * 60_000;
/** Full jitter, but for a tenth: so even the worst luck is 600 tries in an hour, and the mean is 110. */
const LEAST = 0.1;
/** Everybody was told at the same moment that the relay restarts: they come back over three seconds. */
const DRAINING_MS = 3_000;

export function createBackoff(random: () => number): Backoff {
  let failures = 0;
  return {
    next(code, waitMs = 0) {
      const isRestart = code === 'relay/draining' && failures === 0;
      const most = isRestart ? DRAINING_MS : Math.min(LONGEST_MS, FIRST_MS * 2 ** failures);
      failures = Math.min(failures + 1, 10);
      return Math.max(most * (LEAST + (1 - LEAST) * random()), Math.min(waitMs, LONGEST_ASKED_MS));
    },
    held() {
      failures = 0;
    },
  };
}
