import { ARMOR_LINES, base64Size, readStrictBase64, toBase64, writeBase64 } from '../core/base64';
import { crc24 } from '../core/crc24';

export type ArmorKind = 'MESSAGE' | 'PUBLIC KEY BLOCK' | 'PRIVATE KEY BLOCK' | 'SIGNATURE';

/**
 * Armor (RFC 9580, 6.2) without Version or Comment. `checksum` only where no version 6 packet forbids it: GnuPG 2.2
 * misreads some armor without one (dev.gnupg.org T7071). It is never read.
 */
export function writeArmor(kind: ArmorKind, octets: Uint8Array, checksum: boolean): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const head = encoder.encode(`-----BEGIN PGP ${kind}-----\n\n`);
  const crc = checksum ? crc24(octets) : 0;
  const sum = checksum ? `=${toBase64(Uint8Array.of(crc >> 16, crc >> 8, crc))}\n` : '';
  const foot = encoder.encode(`${sum}-----END PGP ${kind}-----\n`);
  const target = new Uint8Array(head.length + base64Size(octets.length, ARMOR_LINES) + foot.length);
  target.set(head);
  const end = writeBase64(octets, target, head.length, ARMOR_LINES);
  target.set(foot, end);
  return target.subarray(0, end + foot.length);
}

/** True for octets that are packets by themselves: every packet header has the high bit, and no text begins so. */
export const looksBinary = (octets: Uint8Array): boolean =>
  ((octets[0] ?? 0) & 0x80) !== 0 && !hasByteOrderMark(octets);

/** UTF-8's byte order mark begins with the header of no packet we read, and mail programs do write it. */
const hasByteOrderMark = (octets: Uint8Array): boolean =>
  octets[0] === 0xef && octets[1] === 0xbb && octets[2] === 0xbf;

export type ArmorBlock = { readonly kind: ArmorKind; readonly octets: Uint8Array<ArrayBuffer> };

const BEGIN = new TextEncoder().encode('-----BEGIN PGP ');
const END = new TextEncoder().encode('-----END PGP ');
const KINDS: readonly ArmorKind[] = ['MESSAGE', 'PUBLIC KEY BLOCK', 'PRIVATE KEY BLOCK', 'SIGNATURE'];
/** No base64 holds a colon, so that a header without a value is told from data, too. */
const HEADER = /^[A-Za-z][A-Za-z0-9-]{0,40}:/;

function indexOfOctets(octets: Uint8Array, wanted: Uint8Array, from: number): number {
  const first = wanted[0] as number;
  for (let at = octets.indexOf(first, from); at !== -1; at = octets.indexOf(first, at + 1)) {
    if (wanted.every((octet, index) => octets[at + index] === octet)) return at;
  }
  return -1;
}

const isLineStart = (octets: Uint8Array, at: number): boolean =>
  at === 0 || octets[at - 1] === 10 || octets[at - 1] === 13;

function lineEnd(octets: Uint8Array, from: number): number {
  const at = octets.indexOf(10, from);
  return at === -1 ? octets.length : at;
}

const readLine = (octets: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...octets.subarray(from, Math.min(to, from + 400))).trimEnd();

/** Offset of the data: behind the header lines and the empty line, which some gateways take away. */
function dataStart(octets: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to) {
    const end = lineEnd(octets, at);
    const line = readLine(octets, at, end);
    if (line === '') return end + 1;
    if (!HEADER.test(line)) return at;
    at = end + 1;
  }
  return at;
}

/**
 * The armored blocks of a text, in order, at most `max`. Tolerant where gateways do damage: text around the block,
 * white space at line ends, a missing or wrong checksum (RFC 9580, 6.1 forbids to refuse for it), a missing empty line.
 * A block without END, or with a foreign letter inside, is left out: `undefined` stands in its place.
 */
export function readArmor(octets: Uint8Array, max: number): ReadonlyArray<ArmorBlock | undefined> {
  const blocks: Array<ArmorBlock | undefined> = [];
  let at = 0;
  while (blocks.length < max) {
    const begin = indexOfOctets(octets, BEGIN, at);
    if (begin === -1) return blocks;
    const headEnd = lineEnd(octets, begin);
    const title = readLine(octets, begin, headEnd);
    const kind = KINDS.find((name) => title === `-----BEGIN PGP ${name}-----`);
    if (kind === undefined || !isLineStart(octets, begin)) {
      at = begin + BEGIN.length;
      continue;
    }
    const end = indexOfOctets(octets, END, headEnd);
    const closed = end !== -1 && readLine(octets, end, lineEnd(octets, end)) === `-----END PGP ${kind}-----`;
    const data = closed ? readStrictBase64(octets.subarray(dataStart(octets, headEnd + 1, end), end)) : undefined;
    blocks.push(data && { kind, octets: data });
    at = closed ? end + END.length : headEnd;
  }
  return blocks;
}
