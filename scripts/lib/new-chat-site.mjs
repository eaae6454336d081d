// What `npm run new:site -- chat` writes for a chat page.

const siteFile = (id, name) => `import { pressEnter } from './generic';
import type { ChatSite, OpenConversation } from './site';

/** ${name}: which versions and views were looked at, and when. */
export const ${id}: ChatSite = {
  id: '${id}',
  name: '${name}',
  xmpp: false,
  recognises(page) {
    if (page.querySelector('[data-chat="${id}"]') !== null) return true;
    return page.readyState === 'loading' ? undefined : false;
  },
  find(page): OpenConversation | undefined {
    const key = page.querySelector<HTMLElement>('[data-chat="${id}"]');
    const field = key?.querySelector<HTMLTextAreaElement>('textarea');
    const cover = field?.closest<HTMLElement>('form');
    if (key === null || !field || !cover) return undefined;
    return {
      key,
      locator: key.dataset['conversation'] ?? '',
      title: key.querySelector('h1')?.textContent?.trim() ?? '',
      kind: 'one',
      box: { field, cover, press: () => void pressEnter(field) },
      messages: () =>
        [...key.querySelectorAll<HTMLElement>('.message')].map((element) => ({
          element,
          text: () => element.textContent ?? '',
        })),
    };
  },
};
`;

const chatPage = (id) => `<!DOCTYPE html>
<html><head><title>Chat</title></head><body>
<main data-chat="${id}" data-conversation="replace-this-page-by-the-real-one">
<h1>Anna</h1>
<div class="message">without its styles, scripts and texts</div>
<form><textarea></textarea><button>Send</button></form>
</main></body></html>
`;

const testFile = (id, name) => `// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ${id} } from '../../lib/sites/chats/${id}';
import { showPage } from './support/fixture';

const chat = () => showPage(readFileSync(join(import.meta.dirname, '../fixtures/chats/${id}/chat.html'), 'utf8'), '/');

describe('${name}', () => {
  it('is known by its own page and by no other', () => {
    expect(${id}.recognises(chat())).toBe(true);
    expect(${id}.recognises(showPage('<p>Another site</p>', '/'))).not.toBe(true);
  });

  it('shows with whom one talks, where one writes, and what was said', () => {
    const found = ${id}.find(chat());
    expect(found).toMatchObject({ title: 'Anna', kind: 'one' });
    expect(found?.box.field.matches('textarea')).toBe(true);
    expect(found?.messages().map((message) => message.text())).toHaveLength(1);
  });
});
`;

/** By path, from the root of the repository. */
export const chatSite = (id, name) => ({
  [`lib/sites/chats/${id}.ts`]: siteFile(id, name),
  [`tests/fixtures/chats/${id}/chat.html`]: chatPage(id),
  [`tests/sites/${id}.test.ts`]: testFile(id, name),
});
