import type { AnyKeyPacket } from 'openpgp';
import { LIMITS } from '../core/limits';

/** What RFC 9106 asks at most: 2 GiB once, or 64 MiB three times. Passes times memory, in KiB. */
const MOST_WORK = 2 ** LIMITS.argon2MemoryExponent;
const MOST_LANES = 16;

type Argon2 = { readonly type: 'argon2'; readonly t: number; readonly p: number; readonly encodedM: number };

const isArgon2 = (s2k: unknown): s2k is Argon2 =>
  typeof s2k === 'object' && s2k !== null && 'type' in s2k && s2k.type === 'argon2';

/**
 * True where a locked key asks for more Argon2 work than we give (requirement 10). The library caps the memory alone;
 * 255 passes over 2 GiB would still hold the thread for minutes (RFC 9580, 3.7.1.4).
 */
export function asksTooMuch(keyPacket: AnyKeyPacket): boolean {
  const s2k = 's2k' in keyPacket ? keyPacket.s2k : undefined;
  if (!isArgon2(s2k)) return false;
  if (s2k.encodedM > LIMITS.argon2MemoryExponent || s2k.p > MOST_LANES || s2k.p < 1 || s2k.t < 1) return true;
  return s2k.t * 2 ** s2k.encodedM > MOST_WORK;
}
