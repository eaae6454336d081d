import type { CallOrigin } from '../core/call-lines';
import type { CallMessage } from '../core/wire/call-message';
import { PAGE_CALL_LIMITS } from './limits';

type Early = { readonly from: CallOrigin; readonly message: CallMessage; readonly at: number };

/** What somebody said before the host's list named them. In memory alone: what is lost is said again (tend.ts). */
export type EarlyMessages = {
  keep(from: CallOrigin, message: CallMessage, now: number): void;
  /** In the order in which they came; each is given once. */
  take(isKnown: (call: string, from: CallOrigin) => boolean, now: number): readonly Early[];
  clear(): void;
};

export function createEarlyMessages(): EarlyMessages {
  let kept: readonly Early[] = [];
  return {
    keep(from, message, at) {
      const theirs = kept.filter((one) => one.from.conversation === from.conversation);
      // One person has a share, so that nobody pushes out what another said.
      const surplus = theirs.slice(0, Math.max(0, theirs.length + 1 - PAGE_CALL_LIMITS.earlyEach));
      const rest = kept.filter((one) => !surplus.includes(one));
      kept = [...rest, { from, message, at }].slice(-PAGE_CALL_LIMITS.early);
    },
    take(isKnown, now) {
      const current = kept.filter(({ at }) => now - at < PAGE_CALL_LIMITS.earlyMs);
      const known = current.filter(({ message, from }) => isKnown(message.call, from));
      kept = current.filter((one) => !known.includes(one));
      return known;
    },
    clear() {
      kept = [];
    },
  };
}
