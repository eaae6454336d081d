import type { HandshakeProblem } from '../../channel/outcomes';
import type { BundleProblem } from '../../channel/prekeys';
import type { IntroductionProblem } from '../../channel/prove-introduction';
import type { ErrorCode } from '../../core/error-codes';

export type Refusal = BundleProblem | HandshakeProblem | IntroductionProblem | 'too-large';

/** What a person is told where lib/channel refuses. `changed` has no sentence: it is a state, and a decision. */
const CODES = {
  /** Of somebody else, of nobody, or garbage: what the relay hands out does not hold together. */
  foreign: 'relay/broken',
  signature: 'relay/broken',
  certificate: 'relay/broken',
  malformed: 'relay/broken',
  'prekey-signature': 'relay/broken',
  'weak-key': 'relay/broken',
  half: 'relay/broken',
  commitment: 'relay/broken',
  'not-for-me': 'relay/broken',
  version: 'chat/newer-version',
  expired: 'chat/clock',
  'not-yet': 'chat/clock',
  'own-expired': 'chat/clock',
  /** A relay hands out no prekeys that are over by its own clock. */
  'prekey-expired': 'chat/clock',
  'prekey-gone': 'chat/not-found',
  exhausted: 'chat/not-found',
  'too-large': 'key/too-large',
  changed: 'contact/changed',
} as const satisfies Record<Refusal, ErrorCode>;

export const codeOf = (reason: Refusal): ErrorCode => CODES[reason];
