import { CR, LF } from './octets';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const LINE_OCTETS = 57;
const NOT_BASE64 = 64;

const encodeTable = new Uint8Array(64);
const decodeTable = new Uint8Array(256).fill(NOT_BASE64);
for (let index = 0; index < 64; index++) {
  const code = ALPHABET.charCodeAt(index);
  encodeTable[index] = code;
  decodeTable[code] = index;
}

type NativeDecoder = { readonly fromBase64?: (text: string) => Uint8Array };
const latin1 = new TextDecoder('windows-1252');

/**
 * Content of a base64 part (RFC 2045, 6.8). What is not in the alphabet is passed over, as the RFC asks;
 * a cut last group gives the octets it has. The browser's own decoder takes clean input.
 */
export function decodeBase64(source: Uint8Array): Uint8Array {
  const native: NativeDecoder = Uint8Array;
  if (native.fromBase64 && source.length > 4096) {
    try {
      return native.fromBase64(latin1.decode(source));
    } catch {
      // Not clean: the reader below takes what there is.
    }
  }
  return decodeByTable(source);
}

/** The portable decoder: exported so that both are tested against each other. */
export function decodeByTable(source: Uint8Array): Uint8Array {
  const result = new Uint8Array(Math.ceil((source.length * 3) / 4) + 3);
  const length = source.length;
  let to = 0;
  let at = 0;
  let held = 0;
  let count = 0;
  while (at < length) {
    if (count === 0) {
      while (at + 3 < length) {
        const a = decodeTable[source[at] ?? 0] ?? NOT_BASE64;
        const b = decodeTable[source[at + 1] ?? 0] ?? NOT_BASE64;
        const c = decodeTable[source[at + 2] ?? 0] ?? NOT_BASE64;
        const d = decodeTable[source[at + 3] ?? 0] ?? NOT_BASE64;
        if ((a | b | c | d) >= NOT_BASE64) break;
        result[to] = (a << 2) | (b >> 4);
        result[to + 1] = (b << 4) | (c >> 2);
        result[to + 2] = (c << 6) | d;
        to += 3;
        at += 4;
      }
      if (at >= length) break;
    }
    const octet = source[at++] ?? 0;
    const six = decodeTable[octet] ?? NOT_BASE64;
    if (six === NOT_BASE64) {
      // Padding ends a group: concatenated base64 texts begin anew behind it.
      if (octet === 61 && count > 1) {
        to = flush(result, to, held, count);
        held = 0;
        count = 0;
      }
      continue;
    }
    held = (held << 6) | six;
    if (++count === 4) {
      result[to++] = held >> 16;
      result[to++] = held >> 8;
      result[to++] = held;
      held = 0;
      count = 0;
    }
  }
  return result.subarray(0, flush(result, to, held, count));
}

function flush(result: Uint8Array, at: number, held: number, count: number): number {
  let to = at;
  if (count === 2) result[to++] = held >> 4;
  if (count === 3) {
    result[to++] = held >> 10;
    result[to++] = held >> 2;
  }
  return to;
}

/** Octets that `writeBase64Lines` will write: lines of 76 characters, each with CRLF. */
export function base64LinesLength(octets: number): number {
  const characters = Math.ceil(octets / 3) * 4;
  return characters + Math.ceil(octets / LINE_OCTETS) * 2;
}

/** Writes the source as base64 lines and answers the index behind them. */
export function writeBase64Lines(target: Uint8Array, at: number, source: Uint8Array): number {
  let to = at;
  for (let line = 0; line < source.length; line += LINE_OCTETS) {
    const end = Math.min(line + LINE_OCTETS, source.length);
    let from = line;
    for (; from + 2 < end; from += 3) {
      const three = ((source[from] ?? 0) << 16) | ((source[from + 1] ?? 0) << 8) | (source[from + 2] ?? 0);
      target[to] = encodeTable[three >> 18] ?? 0;
      target[to + 1] = encodeTable[(three >> 12) & 63] ?? 0;
      target[to + 2] = encodeTable[(three >> 6) & 63] ?? 0;
      target[to + 3] = encodeTable[three & 63] ?? 0;
      to += 4;
    }
    if (from < end) to = writeTail(target, to, source[from] ?? 0, from + 1 < end ? source[from + 1] : undefined);
    target[to++] = CR;
    target[to++] = LF;
  }
  return to;
}

function writeTail(target: Uint8Array, at: number, first: number, second: number | undefined): number {
  const held = (first << 16) | ((second ?? 0) << 8);
  target[at] = encodeTable[held >> 18] ?? 0;
  target[at + 1] = encodeTable[(held >> 12) & 63] ?? 0;
  target[at + 2] = second === undefined ? 61 : (encodeTable[(held >> 6) & 63] ?? 0);
  target[at + 3] = 61;
  return at + 4;
}

/** One short text in base64 without line ends, for encoded words. */
export function toBase64Text(source: Uint8Array): string {
  const target = new Uint8Array(base64LinesLength(source.length));
  const end = writeBase64Lines(target, 0, source);
  return latin1.decode(target.subarray(0, end)).replace(/\r\n/g, '');
}
