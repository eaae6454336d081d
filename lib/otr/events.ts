import type { ErrorCode } from '../core/error-codes';
import type { OtrFingerprint } from './public-key';
import type { SmpOutcome } from './smp';

/** `MSGSTATE_*`: nothing is private, private, or ended by the other side, so that nothing is sent at all. */
export type OtrState = 'plaintext' | 'encrypted' | 'finished';

/** Who the other end of a private conversation is. */
export type OtrPeer = {
  readonly fingerprint: OtrFingerprint;
  readonly instance: number;
  /** The secure session id as two words of eight hex digits; both sides see the same two. */
  readonly sessionId: readonly [first: string, second: string];
  /** Which of the two is ours to read out; the other person reads out the other one. */
  readonly ourHalf: 'first' | 'second';
};

/** What a call led to, in the order in which it is to be done. */
export type OtrEvent =
  /** Goes to the other side as it is. */
  | { readonly type: 'send'; readonly text: string }
  /** A person's words, as text: some programs send HTML. `sealed` is false for what anyone could have written. */
  | { readonly type: 'show'; readonly text: string; readonly sealed: boolean }
  /** `peer` is there while `encrypted`; `renewed`: it was private before too, with the same key. */
  | { readonly type: 'state'; readonly state: OtrState; readonly peer?: OtrPeer; readonly renewed?: boolean }
  | ({ readonly type: 'smp' } & SmpOutcome)
  /** 32 octets for a purpose that both programs know, announced by one side; the caller wipes them. */
  | {
      readonly type: 'extra-key';
      readonly key: Uint8Array;
      readonly use: number;
      readonly details: Uint8Array;
      readonly announcedBy: 'us' | 'them';
    }
  /** The other program reports a failure in words that nobody vouches for: perhaps it could not read a message. */
  | { readonly type: 'peer-error'; readonly text: string }
  /** Something was not done, or not shown. */
  | { readonly type: 'refused'; readonly code: ErrorCode };

export const refusal = (code: ErrorCode): OtrEvent => ({ type: 'refused', code });
