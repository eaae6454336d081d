// What `npm run new:site` writes for a webmail.

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

/** By path, from the root of the repository. */
export const mailSite = (id, name) => ({
  [`lib/sites/mail/${id}.ts`]: siteFile(id, name),
  [`tests/fixtures/sites/${id}/message-inline.html`]: messagePage(id),
  [`tests/fixtures/sites/${id}/compose.html`]: composePage(id),
  [`tests/sites/${id}.test.ts`]: testFile(id, name),
});
