import type { HandshakeProblem, Outcome } from '../../channel/outcomes';
import type { BundleProblem } from '../../channel/prekeys';
import type { ErrorCode } from '../../core/error-codes';
import type { LineView } from '../../core/webchat';
import { notOpened } from '../showing';

/** What a person is told where lib/channel refuses a handshake. */
const HANDSHAKE = {
  foreign: 'webchat/damaged',
  signature: 'webchat/damaged',
  malformed: 'webchat/damaged',
  'prekey-signature': 'webchat/damaged',
  'weak-key': 'webchat/damaged',
  half: 'webchat/damaged',
  commitment: 'webchat/damaged',
  version: 'chat/newer-version',
  expired: 'webchat/time',
  'prekey-expired': 'webchat/time',
  'not-yet': 'chat/clock',
  'own-expired': 'webchat/lost',
  'not-for-me': 'webchat/not-for-me',
  /** Answered before, or too long ago. */
  'prekey-gone': 'webchat/ended',
  exhausted: 'webchat/lost',
  changed: 'contact/changed',
} as const satisfies Record<BundleProblem | HandshakeProblem, ErrorCode>;

export const codeOf = (reason: BundleProblem | HandshakeProblem): ErrorCode => HANDSHAKE[reason];

type NotRead = Extract<Outcome, { kind: 'unreadable' }>['reason'];
const UNREADABLE = {
  version: 'chat/newer-version',
  damaged: 'webchat/damaged',
  'no-session': 'webchat/not-for-me',
  ended: 'webchat/ended',
  'no-key': 'webchat/seen',
  forgotten: 'webchat/seen',
  'too-far': 'webchat/lost',
} as const satisfies Record<NotRead, ErrorCode>;

/** A packet without words for a person, and nothing that went on. */
export function lineOfFailure(outcome: Exclude<Outcome, { kind: 'message' | 'empty' | 'ended' }>): LineView {
  if (outcome.kind === 'duplicate') return notOpened('webchat/seen');
  if (outcome.kind === 'rolled-back') return notOpened('webchat/lost');
  if (outcome.kind === 'refused') return notOpened(codeOf(outcome.reason));
  return notOpened(UNREADABLE[outcome.reason]);
}
