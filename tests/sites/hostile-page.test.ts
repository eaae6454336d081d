import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { browserMissing } from '../support/browser/launch';
import { COMPOSE_PATH, fixture } from './support/fixture';
import { startServer } from './support/practice-server';
import { openStubBrowser, type StubBrowser } from './support/stub-browser';

const ARMOR = '-----BEGIN PGP MESSAGE-----\n\nabcd+/==\n-----END PGP MESSAGE-----\n';
const SENT = '<script>\nparent.rcmail.sent_successfully("confirmation","Sent.",["Sent"],false);\n</script>';
const ENVELOPE = {
  kind: 'message' as const,
  to: ['bob@lab.test'],
  cc: [],
  bcc: [],
  subject: '...',
  format: 'pgp-mime' as const,
};

/** Redefines, in the page's world and before anything else runs, what a content script could be tricked with. */
const HOSTILE = `
window.stolen = [];
let busy = false;
const note = (name, ...rest) => {
  if (busy) return;
  busy = true;
  let line = name;
  for (const one of rest) line += ' ' + one;
  window.stolen[window.stolen.length] = line;
  busy = false;
};
const wrap = (owner, name) => {
  const was = owner[name];
  owner[name] = function (...rest) { note(name, ...rest); return was.apply(this, rest); };
};
for (const [owner, names] of [
  [window, ['postMessage', 'setTimeout']],
  [Element.prototype, ['attachShadow', 'append', 'before', 'setAttribute', 'matches', 'closest']],
  [EventTarget.prototype, ['addEventListener', 'dispatchEvent']],
  [Document.prototype, ['createElement', 'querySelector']],
  [Blob.prototype, ['text']],
  [String.prototype, ['replaceAll', 'trimEnd', 'split']],
  [Array.prototype, ['map', 'find', 'join', 'every']],
  [Promise.prototype, ['then']],
  [HTMLFormElement.prototype, ['submit']],
]) for (const name of names) wrap(owner, name);
window.fetch = async (...rest) => { note('fetch', ...rest); return new Response(''); };
window.FormData = class { constructor(...rest) { note('FormData', ...rest); } };
window.MutationObserver = class { observe() {} disconnect() {} };
Object.defineProperty(HTMLTextAreaElement.prototype, 'value', { get: () => 'mine', set: (text) => note('value', text) });
`;

const TAMPERS: Readonly<Record<string, string>> = {
  'replaces the ciphertext': `data.set('_pgpmime', 'x')`,
  'changes one octet of it': `data.set('_pgpmime', data.get('_pgpmime').replace('abcd', 'abce'))`,
  'drops the ciphertext': `data.delete('_pgpmime')`,
  'adds a second ciphertext': `data.append('_pgpmime', data.get('_pgpmime'))`,
  'adds words of its own': `data.set('_message', 'Words')`,
  'adds a recipient': `data.set('_to', 'bob@lab.test, mallory@lab.test')`,
  'adds a hidden recipient': `data.set('_bcc', 'mallory@lab.test')`,
  'adds a hidden recipient that PHP would prefer': `data.append('_bcc[]', 'mallory@lab.test')`,
  'changes the subject': `data.set('_subject', 'A secret subject')`,
  'asks for something else': `data.set('_action', 'savedraft')`,
};

const withScript = (script: string) =>
  fixture('roundcube', 'compose').replace('<head>', `<head><script>${script}</script>`);
const pageFor = (path: string): string | undefined => {
  const url = new URL(path, 'http://127.0.0.1');
  const tamper = TAMPERS[url.searchParams.get('tamper') ?? ''];
  if (url.searchParams.get('_task') !== 'mail') return undefined;
  if (tamper === undefined) return withScript(HOSTILE);
  return withScript(`addEventListener('formdata', ({ formData: data }) => { ${tamper}; });`);
};

describe.skipIf(browserMissing('chromium') !== undefined)('a hostile page in Chromium', () => {
  let stub: StubBrowser;
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    server = await startServer(pageFor, () => SENT);
    stub = await openStubBrowser();
  });
  afterAll(async () => {
    await stub.close();
    await server.stop();
  });
  beforeEach(async () => {
    server.posts.length = 0;
    await stub.forget();
  });

  const openComposer = async (query = '') => {
    await stub.page.goto(`${server.origin}${COMPOSE_PATH}${query}`);
    await stub.page.waitForSelector('[data-testid="compose-with-sotto"]');
    await stub.page.click('[data-testid="compose-with-sotto"]');
    return stub.ticketFor('page.offerComposer');
  };

  it('[req 30] that redefines prototypes, fetch, postMessage and MutationObserver sends the ciphertext and only that', async () => {
    const ticket = await openComposer();
    expect(await stub.deliver(ticket, ENVELOPE, ARMOR)).toEqual({ ok: true });
    expect(server.posts).toHaveLength(1);
    const body = server.posts[0]?.body ?? '';
    expect(body.replaceAll('\r\n', '\n')).toContain(ARMOR);
    expect(body).not.toMatch(/secret/i);
    expect(body).not.toContain('mine');
  });

  it('[req 30] sees nothing of what the content script does with its own built-ins', async () => {
    const ticket = await openComposer();
    await stub.page.evaluate(() => (window as unknown as { stolen: string[] }).stolen.splice(0));
    await stub.deliver(ticket, ENVELOPE, ARMOR);
    const listen = () => stub.page.evaluate(() => (window as unknown as { stolen: string[] }).stolen.join('\n'));
    const stolen = await listen();
    await stub.page.evaluate(() => fetch('/its-own').then(() => undefined));
    expect(await listen()).toContain('fetch /its-own');
    expect(stolen).not.toMatch(/BEGIN PGP|^fetch|^FormData|attachShadow|createElement/m);
  });

  it('[req 1] finds no ticket, no frame address and no shadow root of ours in its DOM', async () => {
    const ticket = await openComposer();
    const found = await stub.page.evaluate(() => ({
      html: document.documentElement.outerHTML,
      open: [...document.querySelectorAll('*')].filter((element) => element.shadowRoot !== null).length,
      resources: performance.getEntries().map(({ name }) => name),
    }));
    expect(found.html).not.toContain(ticket);
    expect(found.html).not.toContain('chrome-extension');
    expect(found.open).toBe(0);
    expect(found.resources.join('\n')).not.toContain(ticket);
  });

  it('[req 29] opens nothing by events that it makes itself', async () => {
    await stub.page.goto(`${server.origin}${COMPOSE_PATH}`);
    await stub.page.waitForSelector('[data-testid="compose-with-sotto"]');
    await stub.page.evaluate(() => {
      const host = document.querySelector<HTMLElement>('[data-testid="compose-with-sotto"]');
      host?.click();
      host?.focus();
      host?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
    });
    // The bar is offered after the page is parsed: by then a composer would have been offered too.
    await stub.ticketFor('page.offerBar');
    expect((await stub.heard()).map(({ command }) => command)).not.toContain('page.offerComposer');
  });

  it('opens our composer by keyboard alone', async () => {
    await stub.page.goto(`${server.origin}${COMPOSE_PATH}`);
    await stub.page.waitForSelector('[data-testid="compose-with-sotto"]');
    await stub.page.focus('button.send');
    await stub.page.keyboard.press('Tab');
    await stub.page.keyboard.press('Enter');
    expect(await stub.ticketFor('page.offerComposer')).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each(Object.keys(TAMPERS))('[req 30] that %s sends nothing', async (tamper) => {
    const ticket = await openComposer(`&tamper=${encodeURIComponent(tamper)}`);
    expect(await stub.deliver(ticket, ENVELOPE, ARMOR)).toEqual({ ok: false, code: 'mail/changed-by-page' });
    expect(server.posts).toEqual([]);
  });
});
