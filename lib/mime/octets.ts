/** Octet arithmetic that every reader here shares. */

export const LF = 10;
export const CR = 13;
const HYPHEN = 45;

const latin1 = new TextDecoder('windows-1252');
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const utf8 = new TextEncoder();

export const toUtf8 = (text: string): Uint8Array => utf8.encode(text);

/** UTF-8 where the octets are UTF-8, else windows-1252: never throws, never loses an octet. */
export function decodeLenient(octets: Uint8Array): string {
  try {
    return strictUtf8.decode(octets);
  } catch {
    return latin1.decode(octets);
  }
}

/** Index just behind the line that holds `at`. */
export function nextLine(octets: Uint8Array, at: number): number {
  const end = octets.indexOf(LF, at);
  return end < 0 ? octets.length : end + 1;
}

/** Index of the line end that stands before `lineStart`: the CRLF before a boundary belongs to the boundary (RFC 2046, 5.1.1). */
export function endBefore(octets: Uint8Array, lineStart: number, floor: number): number {
  let end = lineStart;
  if (end > floor && octets[end - 1] === LF) end--;
  if (end > floor && octets[end - 1] === CR) end--;
  return end;
}

/** The next line from `from` on, at or behind which a line begins with two hyphens; the length where there is none. */
export function nextHyphenLine(octets: Uint8Array, from: number): number {
  const length = octets.length;
  if (octets[from] === HYPHEN && octets[from + 1] === HYPHEN && (from === 0 || octets[from - 1] === LF)) return from;
  for (let at = from; at < length; at++) {
    if (octets[at] === LF && octets[at + 1] === HYPHEN && octets[at + 2] === HYPHEN) return at + 1;
  }
  return length;
}

/** The same octets with every line end as CRLF: what a signature of RFC 3156 is made over. */
export function toCrlf(octets: Uint8Array): Uint8Array {
  let bare = 0;
  for (let at = 0; at < octets.length; at++) if (octets[at] === LF && octets[at - 1] !== CR) bare++;
  if (bare === 0) return octets;
  const result = new Uint8Array(octets.length + bare);
  let to = 0;
  for (let at = 0; at < octets.length; at++) {
    const octet = octets[at] ?? 0;
    if (octet === LF && octets[at - 1] !== CR) result[to++] = CR;
    result[to++] = octet;
  }
  return result;
}

/** Whether the octets, after white space, begin with this ASCII text. */
export function beginsWith(octets: Uint8Array, text: string): boolean {
  let at = 0;
  if (octets[0] === 0xef && octets[1] === 0xbb && octets[2] === 0xbf) at = 3;
  while (at < octets.length && (octets[at] ?? 33) <= 32) at++;
  if (octets.length - at < text.length) return false;
  for (let index = 0; index < text.length; index++) if (octets[at + index] !== text.charCodeAt(index)) return false;
  return true;
}
