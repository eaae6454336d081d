import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHAT_SITES } from '../../lib/sites/chats/registry';
import { MAIL_SITES } from '../../lib/sites/mail/registry';
import { planSite } from '../../scripts/new-site.mjs';

const ROOT = join(import.meta.dirname, '../..');
/** What is in the folder and is no webmail. */
const NO_SITES = ['site.ts', 'registry.ts', 'generic.ts'];
const REGISTERED = /import \{ scaffoldtest \} from '\.\/scaffoldtest';[\s\S]*\n {2}scaffoldtest,\n/;
const list = (folder: string) => readdirSync(join(ROOT, folder), { withFileTypes: true });
const sites = list('lib/sites/mail')
  .filter((entry) => entry.isFile() && !NO_SITES.includes(entry.name))
  .map(({ name }) => name.replace(/\.ts$/, ''));

describe('folder, registry, fixtures and tests of the webmails', () => {
  it('the registry names every file in the folder, by its id, and nothing else', () => {
    expect(MAIL_SITES.map(({ id }) => id).toSorted()).toEqual(sites.toSorted());
  });

  it('every site has a folder of fixtures, and every folder a site', () => {
    const folders = list('tests/fixtures/sites')
      .filter((entry) => entry.isDirectory() && entry.name !== 'stub-extension')
      .map(({ name }) => name);
    expect(folders.toSorted()).toEqual(sites.toSorted());
  });

  it.each(sites)('%s has a message page, a compose page and a test', (id) => {
    const pages = list(`tests/fixtures/sites/${id}`).map(({ name }) => name);
    expect(pages.some((name) => name.startsWith('message-'))).toBe(true);
    expect(pages.some((name) => name.startsWith('compose'))).toBe(true);
    expect(list('tests/sites').some(({ name }) => name.startsWith(id) && name.endsWith('.test.ts'))).toBe(true);
  });

  it('a part that belongs to one site lies in a folder named after it', () => {
    const folders = list('lib/sites/mail').filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).filter((name) => !sites.includes(name))).toEqual([]);
  });
});

describe('folder, registry, fixtures and tests of the chat pages', () => {
  const registered = CHAT_SITES.map(({ id }) => id).toSorted();

  it('every site has a file and a folder of fixtures of its name, and every folder a site', () => {
    const folders = list('tests/fixtures/chats').filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).toSorted()).toEqual(registered);
  });

  it.each(registered)('%s has a file, a page and a test', (id) => {
    expect(existsSync(join(ROOT, `lib/sites/chats/${id}.ts`))).toBe(true);
    expect(existsSync(join(ROOT, `tests/fixtures/chats/${id}/chat.html`))).toBe(true);
    expect(existsSync(join(ROOT, `tests/sites/${id}.test.ts`))).toBe(true);
  });
});

describe('npm run new:site', () => {
  const files = {
    read: (path: string) => readFileSync(join(ROOT, path), 'utf8'),
    exists: (path: string) => existsSync(join(ROOT, path)),
  };

  it('makes site file, registry line, fixtures and test of a webmail', () => {
    const plan = planSite('mail', 'scaffoldtest', 'Scaffold', files);
    expect(Object.keys(plan)).toEqual([
      'lib/sites/mail/scaffoldtest.ts',
      'tests/fixtures/sites/scaffoldtest/message-inline.html',
      'tests/fixtures/sites/scaffoldtest/compose.html',
      'tests/sites/scaffoldtest.test.ts',
      'lib/sites/mail/registry.ts',
    ]);
    expect(plan['lib/sites/mail/registry.ts']).toMatch(REGISTERED);
  });

  it('makes site file, registry line, fixture and test of a chat page', () => {
    const plan = planSite('chat', 'scaffoldtest', 'Scaffold', files);
    expect(Object.keys(plan)).toEqual([
      'lib/sites/chats/scaffoldtest.ts',
      'tests/fixtures/chats/scaffoldtest/chat.html',
      'tests/sites/scaffoldtest.test.ts',
      'lib/sites/chats/registry.ts',
    ]);
    expect(plan['lib/sites/chats/registry.ts']).toMatch(REGISTERED);
  });

  it.each([
    ['mail', 'roundcube', 'Roundcube'],
    ['chat', 'converse', 'Converse'],
    ['mail', '../evil', 'Evil'],
    ['chat', 'fine', "it's"],
    ['toString', 'fine', 'Fine'],
  ])('refuses %s %s', (kind, id, name) => {
    expect(() => planSite(kind, id, name, files)).toThrow();
  });
});
