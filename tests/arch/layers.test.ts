import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// The guards are configuration, and configuration that matches nothing passes everything: so each is seen to fail.

/** Where a file is planted, what stands in it, and the rule that must object. */
const VIOLATIONS: ReadonlyArray<readonly [path: string, source: string, rule: string]> = [
  ['lib/core/planted.ts', "export { a } from '../bus/a';", 'noRestrictedImports'],
  ['lib/core/deep/planted.ts', "export { a } from '../../store/a';", 'noRestrictedImports'],
  ['lib/bus/planted.ts', "export { a } from '../vault/a';", 'noRestrictedImports'],
  ['lib/openpgp/planted.ts', "export { a } from '../keyring/a';", 'noRestrictedImports'],
  ['lib/mime/planted.ts', "export { a } from '../openpgp/a';", 'noRestrictedImports'],
  ['lib/channel/planted.ts', "export { a } from '../openpgp/a';", 'noRestrictedImports'],
  ['lib/otr/planted.ts', "export { a } from '../channel/a';", 'noRestrictedImports'],
  ['lib/chat/planted.ts', "export { a } from '../keyring/a';", 'noRestrictedImports'],
  ['lib/chat/talking/planted.ts', "export { a } from '../../store/a';", 'noRestrictedImports'],
  ['lib/net/planted.ts', "export { a } from '../chat/a';", 'noRestrictedImports'],
  ['lib/media/planted.ts', "export { a } from '../channel/a';", 'noRestrictedImports'],
  ['lib/inline/planted.ts', "export { a } from '../channel/a';", 'noRestrictedImports'],
  ['lib/inline/planted2.ts', "export { a } from '../xmpp/a';", 'noRestrictedImports'],
  ['lib/xmpp/planted.ts', "export { a } from '../otr/a';", 'noRestrictedImports'],
  ['lib/xmpp/planted2.ts', "export { encrypt } from 'openpgp';", 'noRestrictedImports'],
  ['lib/webchat/planted.ts', "export { a } from '../keyring/a';", 'noRestrictedImports'],
  ['lib/webchat/planted2.ts', "export { a } from '../chatpage/a';", 'noRestrictedImports'],
  ['lib/chatpage/planted.ts', "export { a } from '../webchat/a';", 'noRestrictedImports'],
  ['lib/chatpage/xmpp/planted.ts', "export { a } from '../../otr/a';", 'noRestrictedImports'],
  ['lib/proxy/planted.ts', "export { a } from '../platform/a';", 'noRestrictedImports'],
  ['lib/calls/planted.ts', "export { a } from '../chat/a';", 'noRestrictedImports'],
  ['lib/pagecalls/planted.ts', "export { a } from '../callpage/a';", 'noRestrictedImports'],
  ['lib/callpage/planted.ts', "export { a } from '../media/a';", 'noRestrictedImports'],
  ['lib/callproxy/planted.ts', "export { a } from '../bus/a';", 'noRestrictedImports'],
  ['lib/callmedia/planted.ts', "export { a } from '../channel/a';", 'noRestrictedImports'],
  ['lib/chat/planted3.ts', "export { a } from '../calls/a';", 'noRestrictedImports'],
  ['lib/frames/chat-box/planted.ts', "export { a } from '../../webchat/a';", 'noRestrictedImports'],
  ['lib/channel/planted2.ts', "export { a } from '../chat/a';", 'noRestrictedImports'],
  ['lib/frames/bar/planted.ts', "export { a } from '../../chat/a';", 'noRestrictedImports'],
  ['lib/chat/planted2.ts', "export { client } from '@serenity-kit/opaque';", 'noRestrictedImports'],
  ['lib/core/wire/planted.ts', "export { a } from '../../../relay/server/a';", 'noRestrictedImports'],
  ['relay/server/planted.ts', "export { a } from '../../lib/store/a';", 'noRestrictedImports'],
  ['relay/server/planted2.ts', "export { a } from '../../lib/channel/a';", 'noRestrictedImports'],
  ['relay/server/planted3.ts', "export { encrypt } from 'openpgp';", 'noRestrictedImports'],
  ['lib/keyring/planted.ts', "export { a } from '../platform/a';", 'noRestrictedImports'],
  ['lib/vault/planted.ts', "export { a } from '../store/a';", 'noRestrictedImports'],
  ['lib/mail/planted.ts', "export { a } from '../openpgp/a';", 'noRestrictedImports'],
  ['lib/store/planted.ts', "export { a } from '../platform/a';", 'noRestrictedImports'],
  ['lib/platform/planted.ts', "export { a } from '../vault/a';", 'noRestrictedImports'],
  ['lib/background/planted.ts', "export { a } from '../frames/a';", 'noRestrictedImports'],
  ['lib/frames/reader/planted.ts', "export { a } from '../../keyring/a';", 'noRestrictedImports'],
  ['lib/windows/app/planted.ts', "export { a } from '../../vault/a';", 'noRestrictedImports'],
  ['lib/sites/mail/planted.ts', "export { a } from '../../platform/a';", 'noRestrictedImports'],
  ['lib/page/planted.ts', "export { a } from '../keyring/a';", 'noRestrictedImports'],
  ['lib/page/planted2.ts', "export { a } from '../mail/a';", 'noRestrictedImports'],
  ['components/planted.ts', "export { a } from '../lib/bus/a';", 'noRestrictedImports'],
  ['entrypoints/mail.content/planted.ts', "export { a } from '../../lib/keyring/a';", 'noRestrictedImports'],
  ['entrypoints/planted.ts', "export { a } from '../lib/openpgp/a';", 'noRestrictedImports'],
  ['lib/mail/planted2.ts', "export { encrypt } from 'openpgp';", 'noRestrictedImports'],
  ['lib/keyring/planted2.ts', "export { Dexie } from 'dexie';", 'noRestrictedImports'],
  [
    'lib/background/planted2.ts',
    "import api from 'webextension-polyfill';\nexport const id = api;",
    'noRestrictedImports',
  ],
  ['lib/vault/planted2.ts', "export { AES } from 'crypto-js';", 'noRestrictedImports'],
  ['lib/page/planted3.ts', 'export const id = () => browser.runtime.id;', 'noRestrictedGlobals'],
  ['lib/core/planted2.ts', 'export default 1;', 'noDefaultExport'],
  ['lib/core/planted3.ts', 'export const a = (b: any) => b;', 'noExplicitAny'],
  ['lib/core/planted4.ts', 'export enum A {\n  b,\n}', 'noEnum'],
  [
    'lib/core/planted5.ts',
    'const wait = async (): Promise<void> => undefined;\nexport function go() {\n  wait();\n}',
    'noFloatingPromises',
  ],
  ['lib/core/one.ts', "import { two } from './two';\nexport const one = () => two;", 'noImportCycles'],
];
const HARMLESS: ReadonlyArray<readonly [path: string, source: string]> = [
  ['lib/core/two.ts', "import { one } from './one';\nexport const two = () => one;"],
  ['lib/core/fine.ts', "export { a } from './a';"],
  ['lib/openpgp/fine.ts', "export { encrypt } from 'openpgp';\nexport { a } from '../core/a';"],
  ['lib/background/fine.ts', "export { a } from '../vault/a';\nexport { b } from '../openpgp/b';"],
  ['lib/chat/fine.ts', "export { a } from '../channel/a';\nexport { b } from '../otr/b';"],
  ['lib/webchat/fine.ts', "export { a } from '../channel/a';\nexport { b } from '../xmpp/b';"],
  ['lib/chatpage/fine.ts', "export { a } from '../page/a';\nexport { b } from '../sites/chats/b';"],
  ['lib/pagecalls/fine.ts', "export { a } from '../media/a';\nexport { b } from '../calls/b';"],
  ['lib/callmedia/fine.ts', "export { a } from '../media/a';"],
  ['lib/callpage/fine.ts', "export { a } from '../callmedia/a';\nexport { b } from '../page/b';"],
  ['lib/net/fine.ts', "export { client } from '@serenity-kit/opaque';\nexport { a } from '../core/a';"],
  ['relay/server/fine.ts', "export { a } from '../../lib/core/wire/a';\nexport { b } from '../stores/b';"],
  ['lib/inline/fine.ts', "export { a } from '../core/a';"],
  ['lib/xmpp/fine.ts', "export { a } from '../core/wire/a';"],
  ['lib/platform/fine.ts', 'export const id = () => browser.runtime.id;'],
  ['lib/sites/mail/fine.ts', "export { a } from './roundcube/a';\nexport { b } from '../../core/b';"],
];

type Diagnostic = { readonly category: string; readonly location: { readonly path: string | { file: string } } };

const folder = mkdtempSync(join(tmpdir(), 'sotto-layers-'));
let diagnostics: readonly Diagnostic[] = [];

const rulesAt = (path: string) =>
  diagnostics
    .filter(({ location }) => (typeof location.path === 'string' ? location.path : location.path.file).endsWith(path))
    .map(({ category }) => category.split('/').at(-1));

describe('the layers are held by the linter', () => {
  beforeAll(() => {
    for (const [path, source] of [...VIOLATIONS, ...HARMLESS]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${source}\n`);
    }
    cpSync('biome.json', join(folder, 'biome.json'));
    cpSync('package.json', join(folder, 'package.json'));
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    const args = ['lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=500', '.'];
    const { stdout } = spawnSync(resolve('node_modules/.bin/biome'), args, { cwd: folder, encoding: 'utf8' });
    diagnostics = (JSON.parse(stdout.slice(stdout.indexOf('{'))) as { diagnostics: Diagnostic[] }).diagnostics;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(VIOLATIONS)('%s is refused: %s', (path, _source, rule) => {
    expect(rulesAt(path)).toContain(rule);
  });

  it.each(HARMLESS.slice(1))('%s is accepted: %s', (path) => {
    expect(rulesAt(path).filter((rule) => rule?.startsWith('noRestricted'))).toEqual([]);
  });
});
