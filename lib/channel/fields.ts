import type { Brand, Fingerprint } from '../core/brand';
import { AppError } from '../core/errors';
import { type Codec, fixed, mapped, opaque, text } from '../core/wire/codec';
import { fromHex, toHex, type UserId } from '../core/wire/ids';

/** 128 bits of a hash over the opening, hex: which of the sessions of two devices this is. Public. */
export type SessionTag = Brand<string, 'SessionTag'>;

export const key = fixed(32);
export const kemKey = fixed(1_184);
export const kemSealed = fixed(1_088);
export const signature = fixed(64);

/** A user id of 1 to 64 octets: whose form it has is checked where accounts are. */
export const user: Codec<UserId> = mapped(text(64), notEmpty, notEmpty);

function notEmpty(value: string): UserId {
  if (value === '') throw new AppError('wire/malformed');
  return value as UserId;
}

/** The whole fingerprint of an OpenPGP certificate: 20 octets (v4) or 32 (v6). RFC 9580, 5.5.4. */
export const certificate: Codec<Fingerprint> = mapped(
  opaque(32, 20),
  (octets) => wholeFingerprint(toHex(octets)),
  (hex) => fromHex(wholeFingerprint(hex)),
);

function wholeFingerprint(hex: string): Fingerprint {
  if (hex.length !== 40 && hex.length !== 64) throw new AppError('wire/malformed');
  return hex as Fingerprint;
}

export const sessionTag: Codec<SessionTag> = mapped(fixed(16), (octets) => toHex(octets) as SessionTag, fromHex);
