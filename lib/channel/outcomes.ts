import type { MessageId } from '../core/wire/ids';
import type { SessionTag } from './fields';
import type { StatementProblem } from './statement';

/** Where a message stands among those of its sender in its session. */
export type Order = {
  readonly tag: SessionTag;
  /** Messages of the sender before this one. */
  readonly index: number;
  /** Messages before this one that are now known to be missing; they may still come, marked `late`. */
  readonly missing: number;
  readonly late: boolean;
};

/** Why a payload did not open. Nothing was changed, and the same octets may be tried again. */
export type Unreadable =
  /** Of another version of this protocol. */
  | 'version'
  /** Cut, changed, or not ours. */
  | 'damaged'
  /** Of no session that this channel knows. Where the other's device is accepted, begin one: then it knows, too. */
  | 'no-session'
  /** Of a session that is over. */
  | 'ended'
  /** No key for it: repeated from long ago, or of a state that one side has lost. */
  | 'no-key'
  /** Its key was given up, by age or number, or was used before that: it came too late to tell. */
  | 'forgotten'
  /** More than 1,000 messages before it are missing. */
  | 'too-far';

/** Why an opening or an answer is not accepted. */
export type HandshakeProblem =
  | StatementProblem
  /** The device has other keys than those that were accepted. */
  | 'changed'
  /** My own statement is over: renew it. */
  | 'own-expired'
  /** It is for another device. */
  | 'not-for-me'
  /** Its prekey is gone: used before (a repeated opening), or too old. */
  | 'prekey-gone'
  /** Too many openings without a one-time prekey. */
  | 'exhausted'
  /** A point of low order, or an invalid ML-KEM key. */
  | 'weak-key'
  /** The half of the key does not open, is not signed by the certificate, or belongs to another handshake. */
  | 'half'
  /** The nonce is not the one that was committed to. */
  | 'commitment';

/** What became of a payload. Everything but `unreadable` and `refused` comes with the state to store. */
export type Outcome =
  | { readonly kind: 'message'; readonly id: MessageId; readonly content: Uint8Array; readonly order: Order }
  /** Only a half, a nonce, or nothing: the channel went on, a person sees nothing but its status. */
  | { readonly kind: 'empty'; readonly order: Order }
  /** It was here before. Acknowledge it again; show nothing. */
  | { readonly kind: 'duplicate' }
  /** The other ended the session; its keys are wiped. */
  | { readonly kind: 'ended'; readonly order: Order }
  /** One side went on from an older state: the session is over, because its keys may be used twice. */
  | { readonly kind: 'rolled-back'; readonly whose: 'mine' | 'theirs' }
  | { readonly kind: 'unreadable'; readonly reason: Unreadable }
  | { readonly kind: 'refused'; readonly reason: HandshakeProblem };

/**
 * A step of receiving. `channel` and `device` are there where they changed, and are to be stored in one transaction
 * before the payload is acknowledged or its content shown.
 */
export type Received = {
  readonly outcome: Outcome;
  readonly channel?: Uint8Array<ArrayBuffer>;
  readonly device?: Uint8Array<ArrayBuffer>;
};
