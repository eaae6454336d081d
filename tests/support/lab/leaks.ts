import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Lab } from './lab';

/** A place where a secret word was found, and in which clothes. */
export type Leak = { readonly file: string; readonly word: string; readonly encoding: string };

/** A word that nothing else contains: put one into each text, subject, file name and passphrase of a run. */
export const canary = (what: string): string => `canary-${what}-${randomBytes(9).toString('hex')}`;

/** Everything the webmail keeps: spool, mailboxes with drafts, uploads, sessions, database, logs. */
export function searchLab(lab: Lab, words: readonly string[]): readonly Leak[] {
  return ['smtp', 'mail', 'roundcube', 'log', 'nginx'].flatMap((part) =>
    searchFolder(join(lab.stateDir, part), words).map((leak) => ({ ...leak, file: `${part}/${leak.file}` })),
  );
}

/** Searches every file under a folder, for example a browser's profile. */
export function searchFolder(folder: string, words: readonly string[]): readonly Leak[] {
  const needles = words.flatMap(clothesOf);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      return searchOctets(read(path), needles).map((found) => ({ file: relative(folder, path), ...found }));
    });
}

export function searchText(octets: Uint8Array, words: readonly string[]) {
  return searchOctets(Buffer.from(octets), words.flatMap(clothesOf));
}

type Needle = { readonly word: string; readonly encoding: string; readonly octets: Buffer };

/** A file in the two forms that mail wraps it in: as it is, and without the breaks of base64 and quoted-printable. */
function searchOctets(octets: Buffer, needles: readonly Needle[]) {
  const text = octets.toString('latin1');
  const joined = Buffer.from(text.replaceAll(/=?\r?\n/g, ''), 'latin1');
  return needles
    .filter((needle) => octets.includes(needle.octets) || joined.includes(needle.octets))
    .map(({ word, encoding }) => ({ word, encoding }));
}

/** A word as UTF-8, UTF-16, base64 at each of the three places in a group, hexadecimal, percent and HTML forms. */
function clothesOf(word: string): readonly Needle[] {
  const forms = new Map<string, Buffer>();
  const wide = Buffer.from(word, 'utf16le');
  const plain = [
    ['utf-8', Buffer.from(word, 'utf8')],
    ['utf-16le', wide],
    ['utf-16be', Buffer.from(wide).swap16()],
  ] as const;
  for (const [name, octets] of plain) {
    forms.set(name, octets);
    for (const before of [0, 1, 2]) forms.set(`${name} base64+${before}`, Buffer.from(base64At(octets, before)));
    forms.set(`${name} hex`, Buffer.from(octets.toString('hex')));
  }
  forms.set('percent', Buffer.from(encodeURIComponent(word)));
  forms.set('quoted-printable', Buffer.from(quotedPrintable(word)));
  forms.set('reversed', Buffer.from([...word].toReversed().join('')));
  const seen = new Set<string>();
  return [...forms].flatMap(([encoding, octets]) => {
    const key = octets.toString('latin1');
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ word, encoding, octets }];
  });
}

/** The part of the base64 form that does not depend on what stands before and after the word. */
function base64At(octets: Buffer, before: number): string {
  const encoded = Buffer.concat([Buffer.alloc(before), octets])
    .toString('base64')
    .replaceAll('=', '');
  const first = before === 0 ? 0 : before + 1;
  const whole = Math.floor(((before + octets.length) * 8) / 6);
  return encoded.slice(first, whole);
}

const quotedPrintable = (word: string) =>
  [...Buffer.from(word, 'utf8')]
    .map((octet) => {
      const literal = octet >= 33 && octet <= 126 && octet !== 61;
      return literal ? String.fromCharCode(octet) : `=${octet.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0); // Sessions and browser files may go away while one looks.
  }
}
