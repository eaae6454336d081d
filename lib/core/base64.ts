const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const LETTERS = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const PAD_LETTER = 61;

/** What is no letter, in the table of values: everything below SPACE is the value of a letter. */
const SPACE = 64;
const PAD = 65;
const FOREIGN = 66;
const VALUES = new Uint8Array(256).fill(FOREIGN);
for (const [value, letter] of LETTERS.entries()) VALUES[letter] = value;
for (const space of [9, 10, 13, 32]) VALUES[space] = SPACE;
VALUES[PAD_LETTER] = PAD;

const latin1 = new TextDecoder('windows-1252');

/** How base64 stands in lines. */
export type Base64Lines = { readonly octets: number; readonly end: readonly number[] };
/** 76 letters and CRLF (RFC 2045, 6.8). */
export const MAIL_LINES: Base64Lines = { octets: 57, end: [13, 10] };
/** 64 letters and a line feed, as every OpenPGP program writes it (RFC 9580, 6.2 allows up to 76). */
export const ARMOR_LINES: Base64Lines = { octets: 48, end: [10] };

/** Octets that `length` octets take as base64 in lines, the last line end included. */
export const base64Size = (length: number, lines: Base64Lines): number =>
  Math.ceil(length / 3) * 4 + Math.ceil(length / lines.octets) * lines.end.length;

/**
 * Writes `source` in lines into `target` from `offset` on and answers the offset behind them. The built-in writers make
 * strings without lines, and Node 24 has none: 25 MB of mail never becomes a string here.
 */
export function writeBase64(source: Uint8Array, target: Uint8Array, offset: number, lines: Base64Lines): number {
  let to = offset;
  for (let line = 0; line < source.length; line += lines.octets) {
    const end = Math.min(line + lines.octets, source.length);
    let from = line;
    for (; from + 2 < end; from += 3) {
      const held =
        ((source[from] as number) << 16) | ((source[from + 1] as number) << 8) | (source[from + 2] as number);
      target[to] = LETTERS[held >> 18] as number;
      target[to + 1] = LETTERS[(held >> 12) & 63] as number;
      target[to + 2] = LETTERS[(held >> 6) & 63] as number;
      target[to + 3] = LETTERS[held & 63] as number;
      to += 4;
    }
    if (from < end) {
      const held = ((source[from] as number) << 16) | ((from + 1 < end ? (source[from + 1] as number) : 0) << 8);
      target[to] = LETTERS[held >> 18] as number;
      target[to + 1] = LETTERS[(held >> 12) & 63] as number;
      target[to + 2] = from + 1 < end ? (LETTERS[(held >> 6) & 63] as number) : PAD_LETTER;
      target[to + 3] = PAD_LETTER;
      to += 4;
    }
    for (const octet of lines.end) target[to++] = octet;
  }
  return to;
}

/** One short text in base64 without line ends, for encoded words and data addresses. */
export function toBase64(source: Uint8Array): string {
  const target = new Uint8Array(base64Size(source.length, MAIL_LINES));
  writeBase64(source, target, 0, MAIL_LINES);
  return latin1.decode(target).replaceAll('\r\n', '');
}

/**
 * Reads base64 as mail asks for it (RFC 2045, 6.8): what is not in the alphabet is passed over, text behind a padding
 * begins anew, a cut last group gives the octets it has.
 */
export const readBase64 = (source: Uint8Array): Uint8Array<ArrayBuffer> => read(source, false) ?? new Uint8Array();

/**
 * Reads base64 as armor asks for it (RFC 9580, 6): up to the padding, behind which a checksum may stand. `undefined` at
 * a foreign letter, or where a single letter is left over; white space is no letter.
 */
export const readStrictBase64 = (source: Uint8Array): Uint8Array<ArrayBuffer> | undefined => read(source, true);

function read(source: Uint8Array, strict: boolean): Uint8Array<ArrayBuffer> | undefined {
  const target = new Uint8Array(Math.ceil((source.length * 3) / 4) + 3);
  const length = source.length;
  let to = 0;
  let at = 0;
  let held = 0;
  let count = 0;
  while (at < length) {
    // Most of it: four letters of one line at a time.
    while (count === 0 && at + 3 < length) {
      const a = VALUES[source[at] as number] as number;
      const b = VALUES[source[at + 1] as number] as number;
      const c = VALUES[source[at + 2] as number] as number;
      const d = VALUES[source[at + 3] as number] as number;
      if ((a | b | c | d) >= SPACE) break;
      target[to] = (a << 2) | (b >> 4);
      target[to + 1] = (b << 4) | (c >> 2);
      target[to + 2] = (c << 6) | d;
      to += 3;
      at += 4;
    }
    if (at >= length) break;
    const value = VALUES[source[at++] as number] as number;
    if (value === FOREIGN && strict) return undefined;
    if (value === PAD && strict) break;
    if (value < SPACE) {
      held = (held << 6) | value;
      count += 1;
    }
    if (count === 4 || (value === PAD && count > 1)) {
      to = writeGroup(target, to, held, count);
      held = 0;
      count = 0;
    }
  }
  if (strict && count === 1) return undefined;
  return target.subarray(0, writeGroup(target, to, held, count));
}

/** The octets that `count` letters are enough for. */
function writeGroup(target: Uint8Array, offset: number, held: number, count: number): number {
  const whole = held << (6 * (4 - count));
  const octets = Math.max(0, count - 1);
  if (octets > 0) target[offset] = whole >> 16;
  if (octets > 1) target[offset + 1] = whole >> 8;
  if (octets > 2) target[offset + 2] = whole;
  return offset + octets;
}
