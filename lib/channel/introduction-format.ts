import { type Carried, fixed, oneOf, opaque, optional, struct, uint8, uint32, uint64 } from '../core/wire/codec';
import { encode } from '../core/wire/encode';
import { deviceId, messageId } from '../core/wire/ids';
import { Reader } from '../core/wire/reader';
import { kindOf, markSealed, refusalOf } from '../core/wire/sealed';
import { derive, digest, wipe } from './crypto';
import { certificate, kemSealed, key, signature } from './fields';
import { LABELS } from './labels';
import { CHANNEL_LIMITS } from './limits';
import { signedStatement } from './statement';

export const INTRODUCTION_VERSION = 1;

/** For which device it is sealed, and under which of its prekeys. */
const head = struct({
  version: uint8,
  responder: deviceId,
  prekeys: uint32,
  ephemeral: key,
  kem: kemSealed,
  nonce: fixed(12),
});
export type Head = Carried<typeof head>;

/** Who I am, and what I have decided about you. */
export const introduction = struct({
  version: uint8,
  id: messageId,
  /** `offer`: this is me, talk to me; `end`: I do not, or not any more. */
  kind: oneOf(['offer', 'end']),
  issued: uint64,
  statement: signedStatement,
  /** The certificate that the statement names: binary, public. */
  certificate: opaque(CHANNEL_LIMITS.certificateOctets, 1),
  /** The certificate of the other that I have accepted. */
  accepts: optional(certificate),
});
export type Introduction = Carried<typeof introduction>;

const signed = struct({ introduction: opaque(CHANNEL_LIMITS.introductionOctets, 1), signature });
export type SignedIntroduction = Carried<typeof signed>;

const TAG_OCTETS = 16;
const box = opaque(
  CHANNEL_LIMITS.introductionOctets + TAG_OCTETS,
  CHANNEL_LIMITS.introductionPaddingOctets + TAG_OCTETS,
);

/** The statement and signed prekeys of the device that it is for, exactly as they were signed. */
export type ForOctets = { readonly statement: Uint8Array; readonly prekeys: Uint8Array };

/** What is signed, and what the key hangs on: for which device, under which prekeys, with which ephemeral key. */
export const hashIntroduction = (headOctets: Uint8Array, { statement, prekeys }: ForOctets): Uint8Array =>
  digest(LABELS.introduction, headOctets, statement, prekeys);

/** PQXDH, 3.3, without DH1: the sender is known by a signature inside. The secrets are wiped. */
export function deriveIntroductionKey(
  transcript: Uint8Array,
  secrets: { readonly dh2: Uint8Array; readonly dh3: Uint8Array; readonly kem: Uint8Array },
): Uint8Array {
  const input = encode(introductionSecrets, secrets);
  const [sealing] = derive(transcript, input, LABELS.introductionKey, 1) as [Uint8Array];
  wipe(input, ...Object.values(secrets));
  return sealing;
}
const introductionSecrets = struct({ dh2: key, dh3: key, kem: key });

/** Everything before the sealed part, which is bound to it. */
export const writeHead = (value: Head): Uint8Array<ArrayBuffer> => markSealed('introduction', encode(head, value));

export function writeIntroduction(headOctets: Uint8Array, sealed: Uint8Array): Uint8Array<ArrayBuffer> {
  const tail = encode(box, sealed);
  const payload = new Uint8Array(headOctets.length + tail.length);
  payload.set(headOctets);
  payload.set(tail, headOctets.length);
  return payload;
}

export type ReadIntroduction = {
  readonly head: Head;
  readonly headOctets: Uint8Array;
  readonly sealed: Uint8Array;
};

/** Octets from anybody. */
export function readIntroduction(payload: Uint8Array): ReadIntroduction | 'version' | 'damaged' {
  if (refusalOf(payload) !== undefined || kindOf(payload) !== 'introduction') return 'damaged';
  if (payload[3] !== INTRODUCTION_VERSION) return 'version';
  try {
    const reader = new Reader(payload, 3);
    const value = head.read(reader);
    const headOctets = payload.subarray(0, payload.length - reader.left);
    const sealed = box.read(reader);
    reader.end();
    return { head: value, headOctets, sealed };
  } catch {
    return 'damaged';
  }
}

/** With zeros behind it, up to the next multiple of 1,024 octets. */
export function writePadded(value: SignedIntroduction): Uint8Array {
  const octets = encode(signed, value);
  const step = CHANNEL_LIMITS.introductionPaddingOctets;
  const padded = new Uint8Array(Math.ceil(octets.length / step) * step);
  padded.set(octets);
  octets.fill(0);
  return padded;
}

/** `undefined` where it is no signed introduction with the least padding. */
export function readPadded(octets: Uint8Array): SignedIntroduction | undefined {
  try {
    const reader = new Reader(octets);
    const value = signed.read(reader);
    const step = CHANNEL_LIMITS.introductionPaddingOctets;
    if (octets.length % step !== 0 || reader.left >= step) return undefined;
    return reader.octets(reader.left).every((octet) => octet === 0) ? value : undefined;
  } catch {
    return undefined;
  }
}
