const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CODES = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const SKIP = 64;
const BAD = 65;
const VALUES = new Uint8Array(256).fill(BAD);
for (const [value, code] of CODES.entries()) VALUES[code] = value;
for (const code of [9, 10, 13, 32]) VALUES[code] = SKIP;

const PAD = 61;
const LINE_FEED = 10;
/** 48 octets are one line of 64 letters. */
const LINE_OCTETS = 48;

/** Octets that `length` octets take as base64 in lines, each with its line feed. */
export function base64Size(length: number): number {
  return Math.ceil(length / 3) * 4 + Math.ceil(length / LINE_OCTETS);
}

/** Writes `octets` as lines of 64 letters into `target`; answers the offset behind them. */
export function writeBase64(octets: Uint8Array, target: Uint8Array, offset: number): number {
  let at = offset;
  const length = octets.length;
  for (let line = 0; line < length; line += LINE_OCTETS) {
    const end = Math.min(line + LINE_OCTETS, length);
    for (let from = line; from < end; from += 3) {
      const rest = end - from;
      const bits =
        ((octets[from] as number) << 16) |
        ((rest > 1 ? (octets[from + 1] as number) : 0) << 8) |
        (rest > 2 ? (octets[from + 2] as number) : 0);
      target[at] = CODES[bits >> 18] as number;
      target[at + 1] = CODES[(bits >> 12) & 63] as number;
      target[at + 2] = rest > 1 ? (CODES[(bits >> 6) & 63] as number) : PAD;
      target[at + 3] = rest > 2 ? (CODES[bits & 63] as number) : PAD;
      at += 4;
    }
    target[at] = LINE_FEED;
    at += 1;
  }
  return at;
}

/**
 * Decodes base64 from `from` to `to`, white space skipped, until the padding or the end. Undefined at a foreign letter
 * or where a single letter is left over. Works on octets: 34 MB of armor never becomes a string.
 */
export function readBase64(source: Uint8Array, from: number, to: number): Uint8Array<ArrayBuffer> | undefined {
  const target = new Uint8Array(Math.ceil(((to - from) * 3) / 4));
  let bits = 0;
  let count = 0;
  let at = 0;
  for (let index = from; index < to; index += 1) {
    const code = source[index] as number;
    if (code === PAD) break;
    const value = VALUES[code] as number;
    if (value === SKIP) continue;
    if (value === BAD) return undefined;
    bits = ((bits << 6) | value) & 0xffffff;
    count += 1;
    if (count === 4) {
      target[at] = bits >> 16;
      target[at + 1] = (bits >> 8) & 0xff;
      target[at + 2] = bits & 0xff;
      at += 3;
      count = 0;
    }
  }
  if (count === 1) return undefined;
  if (count > 1) {
    target[at] = bits >> (count === 2 ? 4 : 10);
    at += 1;
  }
  if (count === 3) {
    target[at] = (bits >> 2) & 0xff;
    at += 1;
  }
  return target.subarray(0, at);
}
