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
  const raw = neutralLine(decodeWords(field.slice(0, LIMIT)), 1_000);
  if (field.length > LIMIT) return [raw];
  const found = parseMailboxes(field).map((mailbox) => mailbox.address);
  // An address that does not stand in the field was made by a parser, out of encoded words or control characters.
  if (found.length === 0 || found.some((address) => address === '' || !field.includes(address))) return [raw];
  const bracketed = [...withoutQuoted(field).matchAll(/<([^<>]*)>/g)].map((match) => (match[1] ?? '').trim());
  return [...found, ...bracketed.filter((address) => address !== '' && !found.includes(address))];
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
