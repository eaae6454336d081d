import { bitLen, bytesToHex, bytesToNumberBE } from '@noble/curves/utils.js';
import type { Brand } from '../core/brand';
import { AppError } from '../core/errors';
import { type Codec, struct, uint16 } from '../core/wire/codec';
import { encode } from '../core/wire/encode';
import { OTR_LIMITS } from './limits';
import { inverse, power } from './numbers';
import { sha1 } from './primitives';
import { mpi } from './types';

/** As OTR prints it: five groups of eight hex digits, upper case. SHA-1, so no proof against a made collision. */
export type OtrFingerprint = Brand<string, 'OtrFingerprint'>;

/** (p, q, g, y) of DSA. */
export type DsaPublic = { readonly p: bigint; readonly q: bigint; readonly g: bigint; readonly y: bigint };

export const SIGNATURE_OCTETS = 40;
const HALF = SIGNATURE_OCTETS / 2;
const Q_BITS = 160;
const LEAST_P_BITS = 1024;

const numbers: Codec<DsaPublic> = struct({ p: mpi, q: mpi, g: mpi, y: mpi });

/** PUBKEY: type 0 is DSA, and there is no other. Reading fails with `wire/malformed` where it is no sound DSA key. */
export const publicKey: Codec<DsaPublic> = {
  write: (writer, key) => {
    uint16.write(writer, 0);
    numbers.write(writer, key);
  },
  read: (reader) => {
    if (uint16.read(reader) !== 0) throw new AppError('wire/malformed');
    const key = numbers.read(reader);
    if (!isSound(key)) throw new AppError('wire/malformed');
    return key;
  },
};

/** SHA-1 of the key without its type ("Public keys, signatures, and fingerprints"): 20 octets. */
export const fingerprintOctets = (key: DsaPublic): Uint8Array => sha1(encode(numbers, key));

export function toFingerprint(octets: Uint8Array): OtrFingerprint {
  const digits = bytesToHex(octets).toUpperCase();
  return (digits.match(/.{8}/g) ?? []).join(' ') as OtrFingerprint;
}

/**
 * Sizes that cost little, and a generator and a key of order q. Whether p and q are primes is not asked: who makes
 * a weak key weakens only their own signature, and has another fingerprint.
 */
function isSound({ p, q, g, y }: DsaPublic): boolean {
  const bits = bitLen(p);
  if (bits < LEAST_P_BITS || bits > OTR_LIMITS.dsaBits || bitLen(q) !== Q_BITS) return false;
  return [g, y].every((value) => value > 1n && value < p && power(value, q, p, Q_BITS) === 1n);
}

/** Whether `signature` (r, then s) is the key's over these octets, taken modulo q and not hashed again. */
export function verifySignature({ p, q, g, y }: DsaPublic, octets: Uint8Array, signature: Uint8Array): boolean {
  const r = bytesToNumberBE(signature.subarray(0, HALF));
  const s = bytesToNumberBE(signature.subarray(HALF));
  if (signature.length !== SIGNATURE_OCTETS || r < 1n || r >= q || s < 1n || s >= q) return false;
  const w = inverse(s, q);
  const m = bytesToNumberBE(octets) % q;
  const v = (power(g, (m * w) % q, p, Q_BITS) * power(y, (r * w) % q, p, Q_BITS)) % p;
  return v % q === r;
}
