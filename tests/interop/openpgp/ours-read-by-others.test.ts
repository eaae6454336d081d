import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SecretImport } from '../../../lib/core/openpgp-port';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { type Desk, findTool, gpg, openDesk } from '../../support/interop/command-line';
import { toOctets, toText } from '../../support/openpgp/fixture';
import { makePerson } from '../../support/openpgp/people';

const pgp = createOpenPgp();
const PASS = 'a long passphrase, with ümlaut';
const TEXT = 'Grüße,\r\n- dash\r\nFrom me\r\n';
const tools = { gpg: findTool('gpg'), sq: findTool('sq'), rnp: findTool('rnp') };

let desk: Desk;
let alice: SecretImport;
let bob: SecretImport;
let paths: { bobSecret: string; bobOpen: string; aliceCertificate: string };

beforeAll(async () => {
  desk = openDesk();
  [alice, bob] = [await makePerson(pgp, 'Alice'), await makePerson(pgp, 'Bob')];
  paths = {
    bobSecret: desk.file('bob.asc', await pgp.exportSecret(bob.secret, PASS)),
    bobOpen: desk.file('bob.key', bob.secret.octets),
    aliceCertificate: desk.file('alice.asc', (await pgp.view(alice.certificate, [])).armored),
  };
});
afterAll(() => desk[Symbol.dispose]());

async function sealed(content: Uint8Array, literal: 'text' | 'binary'): Promise<string> {
  const recipients = [bob.certificate, alice.certificate];
  return desk.file('message.asc', await pgp.seal({ content, literal, recipients, signer: alice.secret }));
}

const CONTENTS = [
  ['text', toOctets(TEXT)],
  ['binary', crypto.getRandomValues(new Uint8Array(65_536))],
  ['binary', new Uint8Array(5 * 1024 * 1024).map((_, index) => index % 251)],
  ['binary', new Uint8Array()],
] as const;

describe(`gpg${tools.gpg.hint}`, () => {
  beforeAll(() => {
    if (tools.gpg.missing) return;
    desk.run('gpg', [...gpg(PASS), '--import', paths.bobSecret]);
    desk.run('gpg', [...gpg(), '--import', paths.aliceCertificate]);
  });

  it.skipIf(tools.gpg.missing)('[req 33] shows the same fingerprint', () => {
    const listed = desk.run('gpg', [...gpg(), '--with-colons', '--list-keys']).toString();
    expect(listed.toLowerCase()).toContain(`fpr:::::::::${alice.certificate.fingerprint}:`);
  });

  it.skipIf(tools.gpg.missing)('accepts every signature on our certificate', () => {
    const checked = desk.attempt('gpg', [...gpg(), '--check-sigs', 'alice@example.org']);
    expect(checked.code).toBe(0);
    expect(checked.words).toContain('sig!');
    expect(checked.words).not.toMatch(/sig-|bad signature/i);
  });

  it.skipIf(tools.gpg.missing).each(CONTENTS)(
    '[req 15] opens our %s with a good signature',
    async (literal, content) => {
      const path = await sealed(content, literal);
      const { words } = desk.attempt('gpg', [...gpg(PASS), '--status-fd', '2', '--output', 'out', '--decrypt', path]);
      expect(words).toMatch(/\[GNUPG:] GOODMDC/);
      expect(words).toMatch(/\[GNUPG:] GOODSIG/);
      const opened = desk.run('cat', ['out']);
      const shown = literal === 'text' ? toOctets(toText(content).replaceAll('\r\n', '\n')) : content;
      expect(Buffer.compare(opened, shown)).toBe(0);
    },
  );

  it.skipIf(tools.gpg.missing)('reads no version 6 certificate, which is why version 4 is what we make', async () => {
    const six = await makePerson(pgp, 'Six', 'v6');
    const path = desk.file('six.asc', (await pgp.view(six.certificate, [])).armored);
    expect(desk.attempt('gpg', [...gpg(), '--import', path]).words).not.toContain('imported: 1');
  });
});

describe(`sq${tools.sq.hint}`, () => {
  it.skipIf(tools.sq.missing)('[req 33] shows the same fingerprint', () => {
    const { words } = desk.attempt('sq', ['inspect', paths.aliceCertificate]);
    expect(words.toLowerCase()).toContain(alice.certificate.fingerprint);
  });

  it.skipIf(tools.sq.missing).each(CONTENTS)(
    '[req 15] opens our %s and verifies the signature',
    async (literal, content) => {
      const path = await sealed(content, literal);
      const parameters = ['decrypt', '--recipient-key', paths.bobOpen, '--signer-cert', paths.aliceCertificate];
      expect(Buffer.compare(desk.run('sq', [...parameters, '--signatures', '1', path]), content)).toBe(0);
    },
  );
});

describe(`rnp${tools.rnp.hint}`, () => {
  it.skipIf(tools.rnp.missing).each(CONTENTS.slice(0, 3))(
    '[req 15] opens our %s and verifies the signature',
    async (literal, content) => {
      const path = await sealed(content, literal);
      const home = desk.run('mktemp', ['-d', '/tmp/sotto-rnp.XXXXXX']).toString().trim();
      try {
        for (const key of [paths.bobSecret, paths.aliceCertificate]) {
          desk.run('rnpkeys', ['--homedir', home, '--password', PASS, '--import-keys', key]);
        }
        const parameters = [
          '--homedir',
          home,
          '--password',
          PASS,
          '--overwrite',
          '--output',
          'rnp-out',
          '--decrypt',
          path,
        ];
        const { code, words } = desk.attempt('rnp', parameters);
        expect(words).toMatch(/Good signature/);
        expect(code).toBe(0);
        const shown = literal === 'text' ? toOctets(toText(content).replaceAll('\r\n', '\n')) : content;
        const opened = desk.run('cat', ['rnp-out']);
        expect([Buffer.compare(opened, shown), Buffer.compare(opened, content)]).toContain(0);
      } finally {
        desk.run('rm', ['-rf', home]);
      }
    },
  );
});
