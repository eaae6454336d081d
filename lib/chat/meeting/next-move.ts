import type { ConversationRecord } from '../records';
import { MEETING_LIMITS } from './limits';
import { isAccepted, type Standing } from './standing';

/** What needs the relay's directory next; each leads to a state in which it is not wanted any more. */
export type Move =
  /** Somebody says to be this user: does the directory name the same device? */
  | 'confirm'
  | 'introduce'
  | 'begin'
  /** Says that I ended it. */
  | 'farewell';

type Facts = Standing & {
  /** Milliseconds since 1970; `undefined` where no session is there. */
  readonly started: number | undefined;
  /** Their newer certificate is here, so that a person can decide about it. */
  readonly rivalKnown: boolean;
};

/** One thing at a time; `undefined` where it is up to a person, or everything is done. */
export function nextMove(record: ConversationRecord, facts: Facts, now: number): Move | undefined {
  if (!facts.here) return undefined;
  if (record.farewell) return 'farewell';
  // Also after an end: from another device, they may begin anew.
  if ((record.claims?.length ?? 0) > 0) return 'confirm';
  if (facts.ended !== undefined) return undefined;
  const asked = record.introducedTo;
  const isOld = asked === undefined || isOver(asked.at, now);
  if (record.rival !== undefined) {
    // Only an introduction brings their certificate, and without it nobody can decide.
    const wanted = !facts.rivalKnown && (isOld || asked.device !== record.rival.device);
    return wanted ? 'introduce' : undefined;
  }
  if (record.peer === undefined || facts.decision === 'mine') return undefined;
  const isOther = asked?.device !== record.peer.device;
  // The first time, it is the person who begins.
  if (facts.decision === 'unknown') return asked !== undefined && (isOther || isOld) ? 'introduce' : undefined;
  if (!isAccepted(facts.decision) || !facts.usable) return undefined;
  if (!facts.theyAccepted) return isOther || isOld || !asked?.accepts ? 'introduce' : undefined;
  if (facts.session === 'none') return 'begin';
  // An opening that nobody answered for so long is not at the relay any more.
  return facts.session !== 'open' && isOver(facts.started ?? 0, now) ? 'begin' : undefined;
}

/** Also where the clock was set back behind it. */
const isOver = (at: number, now: number): boolean =>
  now > at + MEETING_LIMITS.againMs || now + MEETING_LIMITS.againMs < at;
