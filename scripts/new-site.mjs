#!/usr/bin/env node
// npm run new:site -- zimbra "Zimbra"
// Makes the four pieces of a webmail: site file, registry line, fixtures, test. Plain JavaScript without packages.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REGISTRY = 'lib/sites/mail/registry.ts';
const MARK = '  // new sites above this line';

const siteFile = (id, name) => `import type { MailSite } from './site';
import { readLines } from '../page-text';
import { soleArmor } from '../armor';

/** ${name}: which versions and views were looked at, and when. */
export const ${id}: MailSite = {
  id: '${id}',
  name: '${name}',
  recognises: (page) => {
    if (page.querySelector('[data-webmail="${id}"]') !== null) return true;
    return page.readyState === 'loading' ? undefined : false;
  },
  kindOf: (page) => (page.querySelector('textarea') === null ? 'read' : 'compose'),
  find: (page) =>
    [...page.querySelectorAll('.message')].flatMap((place) => {
      const armor = soleArmor(readLines(place));
      if (armor?.kind !== 'message') return [];
      const ready = new Blob([armor.text]);
      return [{ kind: 'message', place, how: 'replace', whole: 'armor', ready, source: async () => ready }];
    }),
  findForm: () => undefined,
  makeRoom: () => undefined,
};
`;

const messagePage = (id) => `<!DOCTYPE html>
<html><head><title>Message</title></head><body data-webmail="${id}">
<div class="message"><pre>-----BEGIN PGP MESSAGE-----

replace this page by the real one, without its styles, scripts and texts
-----END PGP MESSAGE-----
</pre></div></body></html>
`;

const composePage = (id) => `<!DOCTYPE html>
<html><head><title>Compose</title></head><body data-webmail="${id}">
<form><input name="to"><input name="subject"><textarea name="text"></textarea><button>Send</button></form>
</body></html>
`;

const testFile = (id, name) => `// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { ${id} } from '../../lib/sites/mail/${id}';
import { fixture, showPage } from './support/fixture';

describe('${name}', () => {
  it('is known by its own page and by no other', () => {
    expect(${id}.recognises(showPage(fixture('${id}', 'message-inline'), '/'))).toBe(true);
    expect(${id}.recognises(showPage('<p>Another site</p>', '/'))).not.toBe(true);
  });

  it('gives the armor that stands in a message', async () => {
    const [found] = ${id}.find(showPage(fixture('${id}', 'message-inline'), '/'));
    if (found?.kind !== 'message') throw new Error('no message');
    expect(await (await found.source())?.text()).toContain('-----BEGIN PGP MESSAGE-----');
  });
});
`;

/** What \`npm run new:site\` writes, by path. Fails where the id is taken or no identifier. */
export function planSite(id, name, registry, exists) {
  if (!/^[a-z][a-z0-9]{1,30}$/.test(id)) throw new Error('The id is a short word of small letters and digits.');
  if (name.length > 60 || /['\\\n]/.test(name)) throw new Error('The name is one short line without quotes.');
  const path = `lib/sites/mail/${id}.ts`;
  if (exists(path)) throw new Error(`${path} is there already.`);
  if (!registry.includes(MARK)) throw new Error(`${REGISTRY} lacks the line "${MARK.trim()}".`);
  return {
    [path]: siteFile(id, name),
    [REGISTRY]: `import { ${id} } from './${id}';\n${registry.replace(MARK, `  ${id},\n${MARK}`)}`,
    [`tests/fixtures/sites/${id}/message-inline.html`]: messagePage(id),
    [`tests/fixtures/sites/${id}/compose.html`]: composePage(id),
    [`tests/sites/${id}.test.ts`]: testFile(id, name),
  };
}

function main([id = '', name = id]) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..');
  const plan = planSite(id, name, readFileSync(join(root, REGISTRY), 'utf8'), (path) => existsSync(join(root, path)));
  for (const [path, text] of Object.entries(plan)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.info(`wrote ${path}`);
  }
  console.info(
    'Next: npm run format, put the real pages in the place of the fixtures, describe them in the site file.',
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
