import { addressParser, decodeWords } from 'postal-mime';
import { toEmailAddress } from '../core/parse';
import { neutralLine } from './display-text';

/** One mailbox of an address field. `address` is as written, not yet an `EmailAddress`. */
export type Mailbox = { readonly name: string; readonly address: string };

const LIMIT = 65_536;

/** The mailboxes of one address field (RFC 5322, 3.4), groups opened, names decoded and neutralised. */
export function parseMailboxes(field: string): Mailbox[] {
  return addressParser(field.slice(0, LIMIT), { flatten: true }).flatMap((entry) =>
    entry.group === undefined ? [{ name: neutralLine(entry.name, 200), address: entry.address }] : [],
  );
}

/** The addresses of one field, lower case; what is no address is left out. */
export const listAddresses = (field: string): string[] =>
  parseMailboxes(field).flatMap(({ address }) => toEmailAddress(address) ?? []);

/**
 * Every address that any reader could take for the author, from every From field. [req 17, 18]
 * Where the field is not what we understand, its own text is listed, so that it counts as one more author
 * and never as the one we would like to see.
 */
export function listAuthors(fields: readonly string[]): string[] {
  return fields.flatMap((field) => authorsOf(field));
}

function authorsOf(field: string): string[] {
  if (field.length > LIMIT) return [unclear(field)];
  const open = withoutQuoted(field);
  const found = parseMailboxes(field).map((mailbox) => mailbox.address);
  // An address that does not stand in the open was made by a parser: of encoded words, quotes or control characters.
  if (found.length === 0 || found.some((address) => address === '' || !open.includes(address))) return [unclear(field)];
  const bracketed = [...open.matchAll(/<([^<>]*)>/g)].map((match) => (match[1] ?? '').trim());
  return [...found, ...bracketed.filter((address) => address !== '' && !found.includes(address))];
}

/** The field in words that no reader takes for an address. */
function unclear(field: string): string {
  const words = neutralLine(decodeWords(field.slice(0, 4_096)), 1_000);
  return toEmailAddress(words) === undefined ? words : `"${words}"`;
}

/**
 * The mailboxes of the named fields, decoded and written so that they read back as the same addresses: a decoded name
 * can hold brackets and commas. `undefined` where there is no such field.
 */
export function shownMailboxes(fields: readonly string[]): string | undefined {
  if (fields.length === 0) return undefined;
  const shown = fields.flatMap((field) => {
    const mailboxes = parseMailboxes(field);
    const clear = mailboxes.length > 0 && mailboxes.every(({ address }) => address !== '');
    return clear ? mailboxes.map(showMailbox) : [unclear(field)];
  });
  return shown.slice(0, 1_000).join(', ');
}

function showMailbox({ name, address }: Mailbox): string {
  const plain = neutralLine(address, 320);
  if (name === '' || name === address) return plain;
  return `${/^[\p{L}\p{M}\p{N} .'-]+$/u.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`} <${plain}>`;
}

/** The field without quoted strings and comments, in which brackets mean nothing. */
function withoutQuoted(field: string): string {
  let result = '';
  let quoted = false;
  let depth = 0;
  for (let at = 0; at < field.length; at++) {
    const character = field[at];
    if ((quoted || depth > 0) && character === '\\') at++;
    else if (depth === 0 && character === '"') quoted = !quoted;
    else if (!quoted && character === '(') depth++;
    else if (!quoted && depth > 0 && character === ')') depth--;
    else if (!quoted && depth === 0) result += character;
  }
  return result;
}
