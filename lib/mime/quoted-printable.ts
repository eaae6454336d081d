import { toUtf8 } from './octets';

const LF = 10;
const CR = 13;
const EQUALS = 61;
const HEX = '0123456789ABCDEF';

const hexValues = new Int8Array(256).fill(-1);
for (const [value, digit] of [...HEX].entries()) {
  hexValues[digit.charCodeAt(0)] = value;
  hexValues[digit.toLowerCase().charCodeAt(0)] = value;
}

/** Content of a quoted-printable part (RFC 2045, 6.7); a wrong escape stays as it stands. */
export function decodeQuotedPrintable(source: Uint8Array): Uint8Array {
  const result = new Uint8Array(source.length);
  let to = 0;
  /** End of what was written that is not white space before a line end, which transport may have added. */
  let solid = 0;
  for (let at = 0; at < source.length; at++) {
    const octet = source[at] ?? 0;
    const next = octet === EQUALS ? (source[at + 1] ?? LF) : EQUALS;
    if (octet === EQUALS && next !== EQUALS) {
      const high = hexValues[next] ?? -1;
      const low = hexValues[source[at + 2] ?? 0] ?? -1;
      if (high >= 0 && low >= 0) {
        result[to++] = (high << 4) | low;
        solid = to;
        at += 2;
        continue;
      }
      const behind = softBreakEnd(source, at + 1);
      if (behind > 0) {
        at = behind - 1;
        solid = to;
        continue;
      }
    }
    if (octet === LF || (octet === CR && source[at + 1] === LF)) to = solid;
    result[to++] = octet;
    if (octet !== 32 && octet !== 9) solid = to;
  }
  return result.subarray(0, to);
}

/** Index behind `=` white space line end, or 0 where this is no soft line break. */
function softBreakEnd(source: Uint8Array, from: number): number {
  let at = from;
  while (source[at] === 32 || source[at] === 9) at++;
  if (source[at] === CR) at++;
  else if (at < source.length && source[at] !== LF) return 0;
  return source[at] === LF ? at + 1 : at;
}

/** Text as quoted-printable UTF-8: lines of 76 characters at most, CRLF, no white space at a line's end. */
export function encodeQuotedPrintable(text: string): Uint8Array {
  const source = toUtf8(text.replace(/\r\n?|\n/g, '\r\n'));
  // At worst three characters for each octet and three for a soft break in each line of 73.
  const result = new Uint8Array(source.length * 3 + Math.ceil((source.length * 3) / 70) * 3 + 3);
  let to = 0;
  let column = 0;
  for (let at = 0; at < source.length; at++) {
    const octet = source[at] ?? 0;
    if (octet === CR && source[at + 1] === LF) {
      result[to++] = CR;
      result[to++] = LF;
      column = 0;
      at++;
      continue;
    }
    const atLineEnd = at + 1 === source.length || source[at + 1] === CR;
    const safe = (octet >= 33 && octet <= 126 && octet !== EQUALS) || ((octet === 32 || octet === 9) && !atLineEnd);
    // "From " and a lone "." at a line's start are changed by some transports (RFC 2049, 3).
    const plain = safe && !(column === 0 && (octet === 70 || octet === 46));
    const width = plain ? 1 : 3;
    if (column + width > 75) {
      result[to++] = EQUALS;
      result[to++] = CR;
      result[to++] = LF;
      column = 0;
      at--;
      continue;
    }
    column += width;
    if (plain) result[to++] = octet;
    else {
      result[to++] = EQUALS;
      result[to++] = HEX.charCodeAt(octet >> 4);
      result[to++] = HEX.charCodeAt(octet & 15);
    }
  }
  return result.subarray(0, to);
}
