import type { Decision } from '../../core/certificate';
import type { ConversationStatus } from '../../core/chat';
import type { ErrorCode } from '../../core/error-codes';

/** Everything that the state of a conversation hangs on. */
export type Standing = {
  /** It belongs to the account that is logged in. */
  readonly here: boolean;
  readonly ended: 'me' | 'them' | undefined;
  /** What wants the place of the device that I talk to. */
  readonly rival: 'certificate' | 'device' | undefined;
  /** About their certificate; `mine`: they show one of my own. */
  readonly decision: Decision | 'mine' | 'unknown';
  /** Their certificate can be used: not expired, not revoked, not weak. */
  readonly usable: boolean;
  /** Of lib/channel: the first session with the device that I talk to. */
  readonly session: 'none' | 'waiting for the other half' | 'open';
  readonly introduced: boolean;
  readonly theyAccepted: boolean;
  readonly problem: ErrorCode | undefined;
};

export const isAccepted = (decision: Standing['decision']): boolean => decision === 'verified' || decision === 'in-use';

/** What is shown of it: the first that applies, and never more than is true. */
export function statusFrom(standing: Standing): ConversationStatus {
  const { ended, rival, problem } = standing;
  const decision = standing.decision === 'mine' ? 'unknown' : standing.decision;
  const told = { decision, ...(problem === undefined ? {} : { problem }) };
  if (ended !== undefined) {
    // Their acceptance went with my end: one that is here came after it.
    const asked = ended === 'me' && standing.here && standing.theyAccepted ? ({ asked: true } as const) : {};
    return { channel: 'ended', endedBy: ended, writable: false, decision, ...asked };
  }
  if (!standing.here) return { channel: 'none', writable: false, decision };
  if (rival !== undefined) return { channel: 'changed', changed: rival, writable: false, ...told };
  return { ...between(standing), ...told };
}

function between(standing: Standing): Pick<ConversationStatus, 'channel' | 'writable'> {
  const { decision, introduced, session } = standing;
  if (decision === 'mine') return { channel: 'none', writable: false };
  if (decision === 'unknown') return { channel: introduced ? 'their-decision' : 'none', writable: false };
  // A certificate that cannot be used any more, or that was refused, waits for another decision.
  if (!isAccepted(decision) || !standing.usable) return { channel: 'your-decision', writable: false };
  if (!standing.theyAccepted) return { channel: introduced ? 'their-decision' : 'none', writable: false };
  if (session === 'open') return { channel: 'open', writable: true };
  // Both have accepted: what is written waits for the session, or goes out under the first half of its key.
  return { channel: session === 'none' ? 'none' : 'other-half', writable: true };
}
