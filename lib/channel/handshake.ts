import { type Carried, fixed, list, opaque, struct, uint8, uint32, uint64 } from '../core/wire/codec';
import { decode, encode } from '../core/wire/encode';
import { deviceId, toHex } from '../core/wire/ids';
import { digest } from './crypto';
import { kemSealed, key, type SessionTag, sessionTag } from './fields';
import { LABELS } from './labels';
import { CHANNEL_LIMITS } from './limits';
import { prekeyId } from './prekeys';
import { signedStatement } from './statement';

export const HANDSHAKE_VERSION = 1;

/** Everything the initiator says but for its half of the key. */
export const terms = struct({
  version: uint8,
  initiator: signedStatement,
  /** The device that this is for. */
  responder: deviceId,
  prekeys: uint32,
  oneTime: prekeyId,
  ephemeral: key,
  /** The initiator's first ratchet key. */
  ratchet: key,
  kem: kemSealed,
  /** Of the nonce that the comparison is made with: see `comparison.ts`. */
  commitment: key,
  /** Its clock, or one more than the highest of the sessions it knows: which of several sessions is the newest. */
  started: uint64,
});

const half = opaque(CHANNEL_LIMITS.halfOctets, 1);
/** The initiator's first message; `terms` as octets, because they are hashed as they are. */
export const opening = struct({ terms: opaque(CHANNEL_LIMITS.handshakeOctets, 1), half });

/** What the responder answers, without its half. */
export const answerTerms = struct({
  ratchet: key,
  /** Sessions that the responder has begun itself, and for whose answer it still waits. */
  twins: list(sessionTag, CHANNEL_LIMITS.sessions),
});
export const answer = struct({ terms: opaque(128, 1), half });

export type Terms = Carried<typeof terms>;
export type Opening = Carried<typeof opening>;
export type Answer = Carried<typeof answer>;
export type AnswerTerms = Carried<typeof answerTerms>;

/** What is inside a half: 32 random octets, bound by a hash to everything said before. */
export const halfContent = struct({ label: opaque(32, 1), binding: fixed(32), half: fixed(32) });

/** The session that an opening begins. Both sides, and the relay, compute it from the octets. */
export const tagOf = (openingOctets: Uint8Array): SessionTag =>
  toHex(digest(LABELS.tag, openingOctets).subarray(0, 16)) as SessionTag;

/** Octets of the other device, or `undefined` where they are no opening. */
export function readOpening(octets: Uint8Array): { readonly opening: Opening; readonly terms: Terms } | undefined {
  try {
    const outer = decode(opening, octets);
    return { opening: outer, terms: decode(terms, outer.terms) };
  } catch {
    return undefined;
  }
}

export function readAnswer(octets: Uint8Array): { readonly answer: Answer; readonly terms: AnswerTerms } | undefined {
  try {
    const outer = decode(answer, octets);
    return { answer: outer, terms: decode(answerTerms, outer.terms) };
  } catch {
    return undefined;
  }
}

export const encodeTerms = (value: Terms): Uint8Array => encode(terms, value).slice();
