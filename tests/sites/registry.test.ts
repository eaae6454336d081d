import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAIL_SITES } from '../../lib/sites/mail/registry';
import { planSite } from '../../scripts/new-site.mjs';

const ROOT = join(import.meta.dirname, '../..');
/** What is in the folder and is no webmail. */
const NO_SITES = ['site.ts', 'registry.ts', 'generic.ts'];
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

describe('npm run new:site', () => {
  const registry = readFileSync(join(ROOT, 'lib/sites/mail/registry.ts'), 'utf8');
  const exists = (path: string) => existsSync(join(ROOT, path));

  it('makes site file, registry line, fixtures and test', () => {
    const plan = planSite('scaffoldtest', 'Scaffold', registry, exists);
    expect(Object.keys(plan)).toEqual([
      'lib/sites/mail/scaffoldtest.ts',
      'lib/sites/mail/registry.ts',
      'tests/fixtures/sites/scaffoldtest/message-inline.html',
      'tests/fixtures/sites/scaffoldtest/compose.html',
      'tests/sites/scaffoldtest.test.ts',
    ]);
    expect(plan['lib/sites/mail/registry.ts']).toMatch(
      /import \{ scaffoldtest \} from '\.\/scaffoldtest';[\s\S]*\n {2}scaffoldtest,\n/,
    );
  });

  it.each([
    ['roundcube', 'Roundcube'],
    ['../evil', 'Evil'],
    ['fine', "it's"],
  ])('refuses %s', (id, name) => {
    expect(() => planSite(id, name, registry, exists)).toThrow();
  });
});
