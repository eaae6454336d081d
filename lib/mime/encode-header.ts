import { toBase64 } from '../core/base64';
import { type Mailbox, parseMailboxes } from './addresses';
import { toUtf8 } from './octets';

const LINE = 76;
/** `=?utf-8?B?` and `?=` leave 63 of 75 characters; 39 octets leave room for a name before them (RFC 2047, 2). */
const WORD_OCTETS = 39;
const WORD_LIMIT = 70;
const PLAIN = /^[\x20-\x7e]*$/;

/** Nothing that could end a line or a header: CR, LF, NUL and all other control characters become a space. */
const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')
    .trim();

/** `Name: value` with CRLF, long lines folded at spaces (RFC 5322, 2.2.3). The value has its encoded words already. */
export function foldField(name: string, value: string): string {
  const lines: string[] = [];
  let line = `${name}:`;
  for (const word of value.split(' ')) {
    if (line.length + 1 + word.length > LINE && line.trim() !== `${name}:`) {
      lines.push(line);
      line = ` ${word}`;
    } else line += ` ${word}`;
  }
  return `${[...lines, line].join('\r\n')}\r\n`;
}

/** Free text: as it is where that is safe, else in encoded words (RFC 2047). */
export function encodeText(text: string): string {
  const clean = oneLine(text);
  const safe = PLAIN.test(clean) && !clean.includes('=?') && !clean.includes('  ');
  return safe && clean.split(' ').every((word) => word.length <= WORD_LIMIT) ? clean : encodedWords(clean);
}

/** Split between characters, never inside one (RFC 2047, 5). */
export function encodedWords(text: string, limit = WORD_OCTETS): string {
  const words: string[] = [];
  let piece = '';
  let octets = 0;
  for (const character of text) {
    const size = toUtf8(character).length;
    if (octets + size > limit) {
      words.push(piece);
      piece = '';
      octets = 0;
    }
    piece += character;
    octets += size;
  }
  if (piece !== '') words.push(piece);
  return words.map((word) => `=?utf-8?B?${toBase64(toUtf8(word))}?=`).join(' ');
}

/** Mailboxes as one field value; what holds no address is left out. */
export const encodeMailboxes = (texts: readonly string[]): string =>
  texts
    .flatMap((text) => parseMailboxes(oneLine(text)))
    .map(encodeMailbox)
    .filter((text) => text !== '')
    .join(', ');

function encodeMailbox({ name, address }: Mailbox): string {
  const clean = toPlainAddress(address.replace(/[\s<>,;"()\\]/g, ''));
  if (!/^[^@]+@[^@]+$/.test(clean)) return '';
  const shown = oneLine(name);
  if (shown === '' || shown === address) return clean;
  return `${encodePhrase(shown)} <${clean}>`;
}

function encodePhrase(name: string): string {
  if (!PLAIN.test(name) || name.includes('=?') || name.length > WORD_LIMIT) return encodedWords(name);
  return /^[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]+$/.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`;
}

/** A domain in its ASCII form (RFC 5890); a local part has none and stays. */
function toPlainAddress(address: string): string {
  if (PLAIN.test(address)) return address;
  const at = address.lastIndexOf('@');
  const url = URL.parse(`http://${address.slice(at + 1)}`);
  return url ? `${address.slice(0, at)}@${url.hostname}` : address;
}

/** Message ids alone, in their brackets (RFC 5322, 3.6.4). */
export const messageIds = (text: string): string =>
  (text.match(/<[\x21-\x3b\x3d\x3f-\x7e]{1,900}>/g) ?? []).slice(0, 100).join(' ');

/** RFC 5322, 3.3, in UTC: the person's time zone is nobody's business. Empty for an invalid date. */
export const mailDate = (date: Date): string =>
  Number.isNaN(date.getTime()) ? '' : date.toUTCString().replace('GMT', '+0000');
