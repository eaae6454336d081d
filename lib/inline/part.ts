import { crc24 } from '../core/crc24';
import { fromLetters, lettersFor, toLetters } from './letters';
import { INLINE_LIMITS } from './limits';

/** What a person sees of it, and what is looked for. Its vowels cannot stand among the letters that follow. */
export const MARK = 'Sotto';
/** The first letter says how the rest is read: 1 is this way. */
export const VERSION = 1;

/** One part of a message. */
export type InlinePart = {
  /** CRC-24 of the whole message: names it among those of the same sender, and tells damage once it is joined. */
  readonly id: number;
  /** 1 to `count`. */
  readonly place: number;
  readonly count: number;
  /** Octets of the whole message. */
  readonly total: number;
  readonly octets: Uint8Array;
};

/** id (24 bits), place (12), count (12), total - 1 (16), CRC-24 over these and the octets of the part. */
const HEAD = 11;
const CHECKED = 8;
const HEAD_LETTERS = lettersFor(HEAD);
/** Letters from the version to the end of the head. */
export const LEAD = 1 + HEAD_LETTERS;
/** Characters of a part beside its own octets: mark, space, version, head. */
export const PART_OVERHEAD = MARK.length + 1 + LEAD;

type Head = Omit<InlinePart, 'octets'> & {
  readonly size: number;
  readonly checksum: number;
  readonly checked: Uint8Array;
};

/** Every part of a message has the same length but the last, so that the head need not say it. */
const sizeOf = (total: number, count: number): number => Math.ceil(total / count);

export function writePart(whole: Uint8Array, id: number, place: number, count: number): string {
  const size = sizeOf(whole.length, count);
  const octets = whole.subarray((place - 1) * size, place * size);
  const head = new Uint8Array(HEAD);
  head.set([id >> 16, id >> 8, id, place >> 4, (place << 4) | (count >> 8), count]);
  head.set([(whole.length - 1) >> 8, whole.length - 1], 6);
  const checksum = checksumOf(head.subarray(0, CHECKED), octets);
  head.set([checksum >> 16, checksum >> 8, checksum], CHECKED);
  return `${MARK} ${VERSION}${toLetters(head)}${toLetters(octets)}`;
}

/** The head in these letters and the length of what follows; `undefined` where no part begins so. */
export function readHead(values: Uint8Array): Head | undefined {
  const octets = fromLetters(values, HEAD);
  if (octets === undefined) return undefined;
  const view = new DataView(octets.buffer);
  const id = view.getUint32(0) >>> 8;
  const places = view.getUint32(2) & 0xffffff;
  const [place, count, total] = [places >> 12, places & 0xfff, view.getUint16(6) + 1];
  if (place < 1 || place > count || count > total) return undefined;
  const most = sizeOf(total, count);
  // Of a count that no writer would have chosen, a part could be without octets.
  if (Math.ceil(total / most) !== count || total > INLINE_LIMITS.octets) return undefined;
  const size = place < count ? most : total - most * (count - 1);
  return {
    id,
    place,
    count,
    total,
    size,
    checksum: view.getUint32(7) & 0xffffff,
    checked: octets.subarray(0, CHECKED),
  };
}

/** The part with this head and these letters; `undefined` where it was damaged. */
export function readPart(head: Head, values: Uint8Array): InlinePart | undefined {
  const octets = fromLetters(values, head.size);
  if (octets === undefined || checksumOf(head.checked, octets) !== head.checksum) return undefined;
  return { id: head.id, place: head.place, count: head.count, total: head.total, octets };
}

function checksumOf(checked: Uint8Array, octets: Uint8Array): number {
  const covered = new Uint8Array(CHECKED + octets.length);
  covered.set(checked);
  covered.set(octets, CHECKED);
  return crc24(covered);
}
