import type { ConversationId } from '../../core/chat';
import { MEETING_LIMITS } from './limits';

type Pause = { readonly wanted: string; readonly since: number; readonly length: number };

/** What led to nothing is tried again after a pause that grows; something else that is wanted does not wait for it. */
export function createPauses(now: () => number) {
  const pauses = new Map<ConversationId, Pause>();
  /** Also where the clock was set back behind its beginning. */
  const isOver = ({ since, length }: Pause): boolean => Math.abs(now() - since) >= length;

  return {
    isPaused(id: ConversationId, wanted: string): boolean {
      const pause = pauses.get(id);
      return pause !== undefined && pause.wanted === wanted && !isOver(pause);
    },
    failed(id: ConversationId, wanted: string): void {
      const before = pauses.get(id);
      const length = before?.wanted === wanted ? before.length * 2 : MEETING_LIMITS.pauseMs;
      pauses.set(id, { wanted, since: now(), length: Math.min(length, MEETING_LIMITS.longestPauseMs) });
    },
    done(id: ConversationId): void {
      pauses.delete(id);
    },
    /** Whether a pause is over: it is time to go on. */
    isDue: (): boolean => [...pauses.values()].some(isOver),
  };
}

/** At most so many in an hour. In memory: who restarts the background gains little by it. */
export function createRate(now: () => number, anHour: number) {
  let times: number[] = [];
  return {
    /** Whether one more is allowed, which is then counted. */
    take(): boolean {
      times = times.filter((at) => Math.abs(now() - at) < 3_600_000);
      if (times.length >= anHour) return false;
      times.push(now());
      return true;
    },
  };
}
