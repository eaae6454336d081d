import { equalBytes } from '@noble/ciphers/utils.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { boolean, type Carried, fixed, optional, struct, uint8 } from '../core/wire/codec';
import { decode, encode } from '../core/wire/encode';
import { labelled, type Octets, type Random } from './octets';

// RFC 6189, 4.9: two devices keep a secret of each call, so that a later call says whether it continues the line.

const secret = fixed(32);
const stored = struct({ version: uint8, rs1: secret, rs2: optional(secret), verified: boolean });

/** What is kept of the calls between one device of mine and one of another person. `rs2` is the one before `rs1`. */
export type Retained = Omit<Carried<typeof stored>, 'version'>;
const VERSION = 1;

/** To be sealed before it touches a disk, and replaced in one transaction. */
export const writeRetained = (value: Retained): Octets => encode(stored, { version: VERSION, ...value });

/** `undefined` where the octets are not ours: the line begins anew, and says so. */
export function readRetained(octets: Uint8Array): Retained | undefined {
  try {
    const { version, ...value } = decode(stored, octets.slice());
    return version === VERSION ? value : undefined;
  } catch {
    return undefined;
  }
}

export type Role = 'initiator' | 'responder';
export type RetainedIds = { readonly retained1: Uint8Array; readonly retained2: Uint8Array };

/** A name for a secret that only who has it can make or know again, another one in each call: RFC 6189, 4.3.1. */
const idOf = (retained: Uint8Array, role: Role, nonces: readonly Uint8Array[]): Uint8Array =>
  hmac(sha256, retained, labelled(`Sotto/1 call retained ${role}`, ...nonces)).slice(0, 8);

const secretsOf = (retained: Retained | undefined): readonly Uint8Array[] =>
  retained === undefined ? [] : [retained.rs1, ...(retained.rs2 ? [retained.rs2] : [])];

/** For a message of mine. What I do not have is random, so that nobody sees whether I do (RFC 6189, 4.3). */
export function idsOf(
  retained: Retained | undefined,
  role: Role,
  nonces: readonly Uint8Array[],
  random: Random,
): RetainedIds {
  const [first, second] = secretsOf(retained).map((one) => idOf(one, role, nonces));
  return { retained1: first ?? random(8), retained2: second ?? random(8) };
}

/** The secret that both have: the first of the initiator's that the responder knows, on both sides the same. */
export function findShared(
  own: Retained | undefined,
  role: Role,
  nonces: readonly Uint8Array[],
  theirs: RetainedIds,
): Uint8Array | undefined {
  const other: Role = role === 'initiator' ? 'responder' : 'initiator';
  const mine = secretsOf(own).map((one) => ({ one, id: idOf(one, other, nonces) }));
  const ids = [theirs.retained1, theirs.retained2];
  if (role === 'initiator') return mine.find(({ id }) => ids.some((theirId) => equalBytes(theirId, id)))?.one;
  for (const theirId of ids) {
    const found = mine.find(({ id }) => equalBytes(theirId, id));
    if (found) return found.one;
  }
  return undefined;
}
