import { decodeWords } from 'postal-mime';
import { decodeCharset } from './charset';
import { toUtf8 } from './octets';

/** `type/subtype; name=value` (RFC 2045, 5.1), everything lower case but the values. */
export type Structured = { readonly value: string; readonly parameters: ReadonlyMap<string, string> };

/** A Content-Type of more than this is an attack, not a type. */
const LIMIT = 4_096;
const PARAMETER = /;\s*([^\s=;"()]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^\s;"()]*))/sy;

/** Never throws; of a parameter given twice the first counts. Decodes RFC 2231 and, where mailers misuse it, RFC 2047. */
export function parseStructured(field: string): Structured {
  const text = field.slice(0, LIMIT);
  const value = /^[^;]*/.exec(text)?.[0] ?? '';
  const raw = new Map<string, string>();
  let at = value.length;
  while (at < text.length) {
    PARAMETER.lastIndex = at;
    const match = PARAMETER.exec(text);
    if (match) {
      const name = (match[1] ?? '').toLowerCase();
      const found = match[2] === undefined ? (match[3] ?? '') : match[2].replace(/\\(.)/gs, '$1');
      if (!raw.has(name)) raw.set(name, found);
      at = PARAMETER.lastIndex;
    }
    // Whatever stands between two parameters (comments, rubbish) is passed over.
    const next = text.indexOf(';', match ? at : at + 1);
    at = next < 0 ? text.length : next;
  }
  return { value: (value.split('(')[0] ?? '').trim().toLowerCase(), parameters: joinContinuations(raw) };
}

function joinContinuations(raw: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const plain = new Map<string, string>();
  const sections = new Map<string, Array<{ order: number; encoded: boolean; text: string }>>();
  for (const [name, text] of raw) {
    const match = /^([^*]+)\*(?:(\d{1,3})(\*)?)?$/.exec(name);
    if (!match) {
      plain.set(name, text.includes('=?') ? decodeWords(text) : text);
      continue;
    }
    const base = match[1] ?? '';
    const list = sections.get(base) ?? [];
    list.push({ order: Number(match[2] ?? 0), encoded: match[2] === undefined || match[3] === '*', text });
    sections.set(base, list);
  }
  // The extended form is preferred to the plain one (RFC 6266, 4.3).
  for (const [base, list] of sections) plain.set(base, joinSections(list.sort((a, b) => a.order - b.order)));
  return plain;
}

function joinSections(list: ReadonlyArray<{ encoded: boolean; text: string }>): string {
  let charset: string | undefined;
  const octets: number[] = [];
  for (const [index, section] of list.entries()) {
    let text = section.text;
    const prefix = index === 0 && section.encoded ? /^([^']*)'[^']*'/.exec(text) : null;
    if (prefix) {
      charset = prefix[1];
      text = text.slice(prefix[0].length);
    }
    // Only a section marked with * is percent encoded (RFC 2231, 4.1).
    if (section.encoded) octets.push(...percentOctets(text));
    else octets.push(...toUtf8(text));
  }
  return decodeCharset(Uint8Array.from(octets), charset);
}

function* percentOctets(text: string): Generator<number> {
  const source = toUtf8(text);
  for (let at = 0; at < source.length; at++) {
    const octet = source[at] ?? 0;
    const hex = octet === 37 ? Number.parseInt(String.fromCharCode(source[at + 1] ?? 0, source[at + 2] ?? 0), 16) : NaN;
    if (Number.isNaN(hex)) yield octet;
    else {
      yield hex;
      at += 2;
    }
  }
}
