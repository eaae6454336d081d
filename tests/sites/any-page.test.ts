import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { browserMissing } from '../support/browser/launch';
import { startServer } from './support/practice-server';
import { openStubBrowser, type StubBrowser } from './support/stub-browser';

const ARMOR = '-----BEGIN PGP MESSAGE-----\n\nwcDMA5\n=1234\n-----END PGP MESSAGE-----\n';
const ENVELOPE = { kind: 'message' as const, to: [], cc: [], bcc: [], subject: '...', format: 'inline' as const };
const SIZE = 'width:500px;height:120px;display:block;border:1px solid';

/** Small replicas: they prove how such editors behave, not what any real webmail does. */
const EDITORS: Readonly<Record<string, string>> = {
  'a text box': `<textarea id="editor" style="${SIZE}">Page words</textarea>`,
  'an editable element': `<div id="editor" contenteditable="true" style="${SIZE}"><p>Page words</p></div>`,
  'an editor that takes a paste into its own model': `<div id="editor" contenteditable="true" style="${SIZE}"><p>Page words</p></div>
    <script>
      const editor = document.getElementById('editor');
      editor.addEventListener('paste', (event) => {
        event.preventDefault();
        const lines = event.clipboardData.getData('text/plain').split('\\n');
        setTimeout(() => editor.replaceChildren(...lines.map((line) => {
          const p = document.createElement('p');
          p.append(line === '' ? document.createElement('br') : line);
          return p;
        })), 30);
      });
    </script>`,
  'an editor that takes only what beforeinput tells': `<div id="editor" contenteditable="true" style="${SIZE}"><p>Page words</p></div>
    <script>
      const editor = document.getElementById('editor');
      editor.addEventListener('beforeinput', (event) => {
        if (!event.inputType.startsWith('insert') || event.data === null) return;
        event.preventDefault();
        const pre = document.createElement('pre');
        pre.textContent = event.data;
        editor.replaceChildren(pre);
      });
    </script>`,
  'an editor in an open shadow root': `<div id="host"></div>
    <script>
      const root = document.getElementById('host').attachShadow({ mode: 'open' });
      root.innerHTML = '<textarea id="editor" style="${SIZE}">Page words</textarea>';
    </script>`,
};
const SPOILERS: Readonly<Record<string, string>> = {
  'an editor that puts its own words back': `<div id="editor" contenteditable="true" style="${SIZE}"><p>Page words</p></div>
    <script>
      const editor = document.getElementById('editor');
      editor.addEventListener('input', () => { editor.textContent = 'Page words'; });
    </script>`,
  'a text box that adds a footer': `<textarea id="editor" style="${SIZE}">Page words</textarea>
    <script>
      const editor = document.getElementById('editor');
      editor.addEventListener('input', () => { if (editor.value !== '') editor.value += '\\nSent by the page'; });
    </script>`,
};

describe.skipIf(browserMissing('chromium') !== undefined)('an editor on a page that Sotto does not know', () => {
  const all = { ...EDITORS, ...SPOILERS };
  let stub: StubBrowser;
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    server = await startServer(
      (path) => {
        const name = new URL(path, 'http://127.0.0.1').searchParams.get('editor');
        return name === null ? undefined : `<!doctype html><title>page</title><body>${all[name]}</body>`;
      },
      () => '',
    );
    stub = await openStubBrowser();
  });
  afterAll(async () => {
    await stub.close();
    await server.stop();
  });
  beforeEach(() => stub.forget());

  const open = async (name: string) => {
    await stub.page.goto(`${server.origin}/?editor=${encodeURIComponent(name)}`);
    const editor = await stub.page.waitForSelector('>>> #editor');
    await editor?.click();
    const button = await stub.page.waitForSelector('>>> [data-testid="compose-with-sotto"]');
    await button?.click();
    return stub.ticketFor('page.offerComposer');
  };
  const textOf = () =>
    stub.page.$eval('>>> #editor', (editor) =>
      editor instanceof HTMLTextAreaElement
        ? editor.value
        : // biome-ignore lint/performance/useDomNodeTextContent: what a person sees, lines and all
          (editor as HTMLElement).innerText,
    );
  const packed = (text: string) => text.replace(/\s+/g, '\n').trim();

  it.each(Object.keys(EDITORS))('takes the armor, read back equal: %s', async (name) => {
    const ticket = await open(name);
    expect(await stub.deliver(ticket, ENVELOPE, ARMOR)).toEqual({ ok: true });
    expect(packed(await textOf())).toBe(packed(ARMOR));
  });

  it.each(Object.keys(SPOILERS))('[req 30] says that the page changed it: %s', async (name) => {
    const ticket = await open(name);
    expect(await stub.deliver(ticket, ENVELOPE, ARMOR)).toEqual({ ok: false, code: 'mail/changed-by-page' });
    expect(await textOf()).not.toContain('wcDMA5');
  });

  it('refuses what it cannot do: PGP/MIME and hidden copies', async () => {
    const ticket = await open('a text box');
    expect(await stub.deliver(ticket, { ...ENVELOPE, format: 'pgp-mime' }, ARMOR)).toMatchObject({ ok: false });
    expect(await stub.deliver(ticket, { ...ENVELOPE, kind: 'hidden-copy' }, ARMOR)).toMatchObject({ ok: false });
  });
});
