import { decodeWords } from 'postal-mime';
import { AppError } from '../core/errors';
import { neutralLine } from './display-text';
import { CR, decodeLenient, LF, nextLine } from './octets';

/** One field as it stands, unfolded; the name in lower case. */
export type HeaderField = { readonly name: string; readonly value: string };

/** No honest mail has more; more would hide a second From behind it. */
const HEADER_OCTETS = 1024 * 1024;
const HYPHEN = 45;
const FIELD = /^([\x21-\x39\x3b-\x7e]+)[ \t]*:(.*)$/s;

/**
 * The header section from `start` to the empty line (RFC 5322, 2.2), or to a delimiter around it. Lines that are no field are passed over, so
 * that nothing behind them is hidden. A section whose first line is no field is no header: all of it is body.
 * @throws AppError `mail/malformed` above 1 MiB of header.
 */
export function readHeader(
  octets: Uint8Array,
  start: number,
  isDelimiter: (lineStart: number) => unknown,
): { readonly fields: readonly HeaderField[]; readonly bodyStart: number } {
  const firstLine = decodeLenient(octets.subarray(start, Math.min(nextLine(octets, start), start + 2_000)));
  const begun = /^\r?\n?$/.test(firstLine) || firstLine.startsWith('From ') || FIELD.test(firstLine);
  if (!begun) return { fields: [], bodyStart: start };
  const stop = headerEnd(octets, start, isDelimiter);
  if (stop.end - start > HEADER_OCTETS) throw new AppError('mail/malformed');
  const text = decodeLenient(octets.subarray(start, stop.end));
  const lines = text.split(/\r?\n/);
  const fields: HeaderField[] = [];
  let pieces: string[] = [];
  const close = (): void => {
    const match = FIELD.exec(pieces.join(''));
    if (match) fields.push({ name: (match[1] ?? '').toLowerCase(), value: (match[2] ?? '').trim() });
    pieces = [];
  };
  for (const line of lines) {
    if (/^[ \t]/.test(line) && pieces.length > 0) {
      pieces.push(line);
      continue;
    }
    close();
    if (FIELD.test(line)) pieces = [line];
  }
  close();
  return { fields, bodyStart: stop.bodyStart };
}

type HeaderEnd = { readonly end: number; readonly bodyStart: number };

/** A part may end within its header, at a delimiter of a multipart around it. */
function headerEnd(octets: Uint8Array, start: number, isDelimiter: (lineStart: number) => unknown): HeaderEnd {
  let at = start;
  while (at < octets.length) {
    const first = octets[at];
    if (first === HYPHEN && octets[at + 1] === HYPHEN && isDelimiter(at)) return { end: at, bodyStart: at };
    if (first === LF) return { end: at, bodyStart: at + 1 };
    if (first === CR && octets[at + 1] === LF) return { end: at, bodyStart: at + 2 };
    if (at - start > HEADER_OCTETS) return { end: at, bodyStart: at };
    at = nextLine(octets, at);
  }
  return { end: octets.length, bodyStart: octets.length };
}

export const rawFields = (fields: readonly HeaderField[], name: string): string[] =>
  fields.filter((field) => field.name === name).map((field) => field.value);

export const firstField = (fields: readonly HeaderField[], name: string): string | undefined =>
  fields.find((field) => field.name === name)?.value;

/** The field decoded (RFC 2047) and fit to be shown; several fields of the name are joined, so that none is hidden. */
export function shownField(fields: readonly HeaderField[], name: string): string | undefined {
  const found = rawFields(fields, name);
  if (found.length === 0) return undefined;
  return neutralLine(found.map((value) => decodeWords(value.slice(0, 65_536))).join(', '), 10_000);
}
