import { crc24 } from '../core/crc24';
import { AppError } from '../core/errors';
import { lettersFor, octetsIn } from './letters';
import { INLINE_LIMITS } from './limits';
import { PART_OVERHEAD, writePart } from './part';

/** No part is longer: a page without limit (`Infinity`) takes everything in one. */
const LONGEST = PART_OVERHEAD + lettersFor(INLINE_LIMITS.octets);

/**
 * The texts that carry `octets` (1 to 65,536) through a page that takes `limit` characters in a message. All characters
 * are ASCII: a limit in octets is the same limit. The same octets make the same texts. Fails with `inline/too-long`
 * where there is no room, or nothing to carry.
 */
export function toInline(octets: Uint8Array, limit: number): readonly string[] {
  const room = limit >= PART_OVERHEAD ? octetsIn(Math.floor(Math.min(limit, LONGEST)) - PART_OVERHEAD) : 0;
  const count = room > 0 ? Math.ceil(octets.length / room) : 0;
  if (count < 1 || count > INLINE_LIMITS.parts || octets.length > INLINE_LIMITS.octets) {
    throw new AppError('inline/too-long');
  }
  const id = crc24(octets);
  return Array.from({ length: count }, (_, index) => writePart(octets, id, index + 1, count));
}
