import { equalBytes } from '@noble/ciphers/utils.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Fingerprint } from '../core/brand';
import { type Carried, fixed, optional, struct } from '../core/wire/codec';
import { encode } from '../core/wire/encode';
import { fromHex } from '../core/wire/ids';
import { labelled } from './octets';

/** What both sides must agree on before a word is shown. */
export type CallContext = {
  /** The call's id, 16 octets. */
  readonly call: Uint8Array;
  /** The certificates that each side has accepted for the other, and its own. */
  readonly initiatorCertificate: Fingerprint;
  readonly responderCertificate: Fingerprint;
  /** The digest in `a=fingerprint` of each side (RFC 8122); empty on both where the media ends at a server. */
  readonly initiatorDtls: Uint8Array;
  readonly responderDtls: Uint8Array;
};

const digest = (label: string, ...parts: readonly Uint8Array[]): Uint8Array => sha256(labelled(label, ...parts));

export const hashContext = (context: CallContext): Uint8Array =>
  digest(
    'Sotto/1 call context',
    context.call,
    fromHex(context.initiatorCertificate),
    fromHex(context.responderCertificate),
    context.initiatorDtls,
    context.responderDtls,
  );

/** The initiator's promise: RFC 6189, 4.4.1.1. Nobody who sees it can choose what the words will be. */
export const commitTo = (context: Uint8Array, nonce: Uint8Array, ephemeral: Uint8Array): Uint8Array =>
  digest('Sotto/1 call commitment', context, nonce, ephemeral);

/** All that was said, in octets as they were sent; of the reveal, all but its MAC. */
export const hashTranscript = (context: Uint8Array, commit: Uint8Array, part: Uint8Array, core: Uint8Array) =>
  digest('Sotto/1 call transcript', context, commit, part, core);

const secrets = struct({ dh: fixed(32), retained: optional(fixed(32)) });

export type SasKeys = {
  /** 32 bits for the two people. */
  readonly sas: Uint8Array;
  readonly initiatorConfirm: Uint8Array;
  readonly responderConfirm: Uint8Array;
  /** What the next call between these devices is recognised by. */
  readonly retained: Uint8Array;
  /** For the key boxes of what each side announces. */
  readonly initiatorBox: Uint8Array;
  readonly responderBox: Uint8Array;
};

/** RFC 6189, 4.4.1.4 and 4.5, with HKDF-SHA-256 (RFC 5869) and the transcript as its salt. The secrets are wiped. */
export function deriveSasKeys(transcript: Uint8Array, input: Carried<typeof secrets>): SasKeys {
  const octets = encode(secrets, input);
  const keys = hkdf(sha256, octets, transcript, labelled('Sotto/1 call keys'), 6 * 32);
  octets.fill(0);
  input.dh.fill(0);
  const at = (index: number): Uint8Array => keys.slice(32 * index, 32 * (index + 1));
  const derived = {
    sas: at(0).slice(0, 4),
    initiatorConfirm: at(1),
    responderConfirm: at(2),
    retained: at(3),
    initiatorBox: at(4),
    responderBox: at(5),
  };
  keys.fill(0);
  return derived;
}

export const wipeSasKeys = (keys: SasKeys): void => {
  for (const key of Object.values(keys)) key.fill(0);
};

/** Shows that a side has the same keys: RFC 6189, 4.6. */
export const confirmBy = (key: Uint8Array, transcript: Uint8Array): Uint8Array =>
  hmac(sha256, key, transcript).slice(0, 16);

export const confirms = (key: Uint8Array, transcript: Uint8Array, mac: Uint8Array): boolean =>
  equalBytes(confirmBy(key, transcript), mac);
