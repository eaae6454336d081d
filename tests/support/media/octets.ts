import { fromHex, toHex } from '../../../lib/core/wire/hex';
import type { Octets } from '../../../lib/media/octets';

export const hex = toHex;
export const octetsOf = (text: string): Octets => fromHex(text);

/** The same octets with one bit changed. */
export function flip(octets: Uint8Array, at: number, bit = 1): Octets {
  const changed = octets.slice() as Octets;
  changed[at] = (changed[at] ?? 0) ^ bit;
  return changed;
}

/** An encoded frame that begins as one of its codec would. */
export function frameOf(kind: 'vp8-key' | 'vp8-delta' | 'other', length: number, seed = 0): Octets {
  const frame = Uint8Array.from({ length }, (_, at) => (at * 31 + seed * 17 + 7) & 0xff);
  if (kind !== 'other' && length > 0) frame[0] = kind === 'vp8-key' ? 0x50 : 0x31;
  return frame;
}
