import { deflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { SENTENCES } from '../../lib/core/error-codes';
import { builtExtension, filesOf, type Target } from '../support/build';
import { importsOf } from '../support/import-graph';

const CONTENT = /^content-scripts\/.*\.js$/;
/** Bytes. The script of chat pages reads XMPP, and finds its way in pages that nobody described. */
const CONTENT_MOST: Readonly<Record<string, number>> = {
  mail: 60_000,
  chat: 105_000,
  'chat-page': 20_000,
  // Until they are whole.
  call: 60_000,
  'call-page': 30_000,
};
const ZIP_MOST = 1_500_000;

/** Words that only the background and our own documents bring with them. */
const MARKERS = {
  openpgp: 'maxDecompressedMessageSize',
  'store, by dexie': 'DexieError',
  'vault, by its key derivation': 'Memory size should be specified.',
  'vault, by its context': 'sotto/vault-key/1',
  mime: 'text/rfc822-headers',
  'sentences for people': SENTENCES['mail/changed-by-page'],
};
/** Ways to make code out of text, or to load it from elsewhere. */
const HOSTILE = [
  /(?<![\w.$])eval\s*\(/,
  /\bnew\s+Function\b/,
  /(?<![\w.$])Function\s*\(\s*["'`]/,
  /\bimportScripts\s*\(/,
  /\bimport\s*\(\s*["'`](?:https?:)?\/\//,
  /\b(?:setTimeout|setInterval)\s*\(\s*["'`]/,
  /<script[^>]+src=["']?(?:https?:)?\/\//i,
];

describe.each<Target>(['chrome-mv3', 'firefox-mv2'])('the bundles of %s', (target) => {
  let files: ReadonlyMap<string, Buffer>;
  const textOf = (path: string) => files.get(path)?.toString('utf8') ?? '';
  const code = () => [...files.keys()].filter((path) => /\.(?:js|html|css)$/.test(path));
  const content = () => [...files.keys()].filter((path) => CONTENT.test(path));

  beforeAll(() => {
    files = filesOf(builtExtension(target));
  });

  it('have five content scripts, and none of them holds OpenPGP, keyring, vault, store or sentences', () => {
    expect(content().toSorted()).toEqual([
      'content-scripts/call-page.js',
      'content-scripts/call.js',
      'content-scripts/chat-page.js',
      'content-scripts/chat.js',
      'content-scripts/mail.js',
    ]);
    for (const path of content()) {
      for (const [what, marker] of Object.entries(MARKERS)) expect(textOf(path).includes(marker), what).toBe(false);
    }
  });

  it('hold each of these markers outside the content scripts, so that the guard above can fail', () => {
    const others = code().filter((path) => !CONTENT.test(path));
    for (const [what, marker] of Object.entries(MARKERS)) {
      expect(
        others.some((path) => textOf(path).includes(marker)),
        what,
      ).toBe(true);
    }
  });

  it(`stay under their own limit for each content script, and under ${ZIP_MOST} bytes for the zip`, () => {
    for (const path of content()) {
      const most = CONTENT_MOST[path.replace(/^content-scripts\/|\.js$/g, '')] ?? 0;
      expect(files.get(path)?.length, path).toBeLessThanOrEqual(most);
    }
    const zipped = [...files].reduce((sum, [path, octets]) => {
      return sum + deflateRawSync(octets).length + 2 * path.length + 76;
    }, 22);
    expect(zipped).toBeLessThanOrEqual(ZIP_MOST);
  });

  it('make no code out of text and load none from elsewhere [req 27]', () => {
    for (const path of code()) {
      for (const pattern of HOSTILE) expect(textOf(path).match(pattern)?.[0], `${path} ${pattern}`).toBeUndefined();
    }
  });

  it('name no host to connect to, in scripts or pages [req 40]', () => {
    const harmless = /^(?:www\.w3\.org|sotto\.invalid|github\.com|[\w.-]*\.?(?:example|invalid))$/;
    for (const path of code().filter((one) => !one.includes('openpgp'))) {
      const calls = textOf(path).matchAll(
        /\b(?:fetch|WebSocket|EventSource|sendBeacon)\s*\(\s*["'`](?:https?|wss?):\/\/([^/"'`]+)/g,
      );
      expect(
        [...calls].map(([, host]) => host ?? '').filter((host) => !harmless.test(host)),
        path,
      ).toEqual([]);
    }
  });

  it.each(['reader', 'composer', 'bar', 'chat-box', 'chat-line'])(
    'load one script and one style sheet to draw the %s frame',
    (frame) => {
      const wanted = [...textOf(`${frame}.html`).matchAll(/(?:src|href)="([^"]+)"/g)].map(
        ([, path]) => path?.slice(1) ?? '',
      );
      expect(wanted.map((path) => path.split('.').at(-1))).toEqual(['js', 'css']);
      expect(textOf(wanted[0] ?? '').match(/\bimport\s*(?:[\w{*][^'"`(]*\sfrom\s*)?["'`]/)?.[0]).toBeUndefined();
    },
  );

  it('have documents that take back for themselves what only the background may: to connect [req 40]', () => {
    const documents = code().filter((path) => path.endsWith('.html'));
    expect(documents.length).toBeGreaterThan(5);
    for (const path of documents) {
      const policy = /<meta http-equiv="Content-Security-Policy" content="connect-src 'self'"\s*\/?>/;
      expect(textOf(path).search(policy), path).toBeGreaterThan(0);
    }
  });

  it('have documents without inline scripts', () => {
    for (const path of code().filter((one) => one.endsWith('.html'))) {
      expect(textOf(path).match(/<script(?![^>]*\ssrc=)[^>]*>|\son\w+=|javascript:/i)?.[0], path).toBeUndefined();
    }
  });
});

describe('what a content script imports', () => {
  const FORBIDDEN =
    /^lib\/(?:openpgp|keyring|vault|store|background|mail|mime|webchat|channel|otr|media|calls|pagecalls)\//;

  it.each(['mail', 'chat', 'call'])(
    'is nothing of openpgp, keyring, vault, store, and no library but the browser API, for %s',
    (use) => {
      const { files, packages } = importsOf(`entrypoints/${use}.content/index.ts`);
      expect(files.size).toBeGreaterThan(8);
      expect([...files].filter((file) => FORBIDDEN.test(file))).toEqual([]);
      expect([...packages].toSorted()).toEqual(['#imports', 'webextension-polyfill']);
    },
  );

  it.each(['chat', 'call'])('is, in the world of the page itself, nothing but the proxy, for %s', (use) => {
    const { files, packages } = importsOf(`entrypoints/${use}-page.content.ts`);
    const proxy = /^(?:lib\/(?:proxy|callproxy|core)\/|entrypoints\/(?:chat|call)-page)/;
    expect([...files].filter((file) => !proxy.test(file))).toEqual([]);
    expect([...packages]).toEqual(['#imports']);
  });

  it('is found by a walk that does reach them from the background', () => {
    const { files, packages } = importsOf('entrypoints/background.ts');
    for (const layer of ['openpgp', 'keyring', 'vault', 'store']) {
      expect(
        [...files].some((file) => file.startsWith(`lib/${layer}/`)),
        layer,
      ).toBe(true);
    }
    expect(packages).toContain('openpgp');
  });
});
