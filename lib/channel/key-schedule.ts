import { type Carried, optional, struct } from '../core/wire/codec';
import { encode } from '../core/wire/encode';
import { derive, digest, wipe } from './crypto';
import { key } from './fields';
import { LABELS } from './labels';

/** Octets of the responder that the initiator used, exactly as they were signed; `oneTime` may be empty. */
export type ResponderOctets = {
  readonly statement: Uint8Array;
  readonly prekeys: Uint8Array;
  readonly oneTime: Uint8Array;
};

/** What the first half is bound to: everything both have said before it. */
export const hashTerms = (terms: Uint8Array, responder: ResponderOctets): Uint8Array =>
  digest(LABELS.opening, terms, responder.statement, responder.prekeys, responder.oneTime);

export const hashOpening = (termsHash: Uint8Array, half: Uint8Array): Uint8Array =>
  digest(LABELS.openingSealed, termsHash, half);

export const hashAnswerTerms = (openingHash: Uint8Array, terms: Uint8Array): Uint8Array =>
  digest(LABELS.answer, openingHash, terms);

export const hashAnswer = (answerTermsHash: Uint8Array, half: Uint8Array): Uint8Array =>
  digest(LABELS.answerSealed, answerTermsHash, half);

/** PQXDH, 3.3, and the first half of the key. */
const openingSecrets = struct({ dh1: key, dh2: key, dh3: key, dh4: optional(key), kem: key, half: key });
export type OpeningSecrets = Carried<typeof openingSecrets>;

/** The initiator's first chain, and what waits for the other half; neither gives the other. */
export type OpeningKeys = {
  readonly chain: Uint8Array;
  readonly header: Uint8Array;
  readonly waiting: Uint8Array;
};

/** The secrets are wiped. */
export function deriveOpeningKeys(openingHash: Uint8Array, secrets: OpeningSecrets): OpeningKeys {
  const input = encode(openingSecrets, secrets);
  const [chain, header, waiting] = derive(openingHash, input, LABELS.openingKeys, 3) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  wipe(input, ...Object.values(secrets));
  return { chain, header, waiting };
}

const sessionSecrets = struct({ waiting: key, dh: key, half: key });
export type SessionSecrets = Carried<typeof sessionSecrets>;

/** The root of the session, of which every input of both sides is a part, and the keys of the next three chains. */
export type SessionKeys = {
  readonly root: Uint8Array;
  /** The responder's first chain. */
  readonly chain: Uint8Array;
  readonly header: Uint8Array;
  readonly nextOfResponder: Uint8Array;
  readonly nextOfInitiator: Uint8Array;
};

/** The secrets are wiped. */
export function deriveSessionKeys(answerHash: Uint8Array, secrets: SessionSecrets): SessionKeys {
  const input = encode(sessionSecrets, secrets);
  const [root, chain, header, nextOfResponder, nextOfInitiator] = derive(answerHash, input, LABELS.sessionKeys, 5) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  wipe(input, ...Object.values(secrets));
  return { root, chain, header, nextOfResponder, nextOfInitiator };
}
