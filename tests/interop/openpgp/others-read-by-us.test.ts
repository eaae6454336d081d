import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CertificateOctets, SecretImport } from '../../../lib/core/openpgp-port';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { type Desk, findTool, gpg, openDesk } from '../../support/interop/command-line';
import { toText } from '../../support/openpgp/fixture';
import { codeOf, makePerson } from '../../support/openpgp/people';

const pgp = createOpenPgp();
const TEXT = 'Grüße,\n- dash\nFrom me\n';
const tools = { gpg: findTool('gpg'), sq: findTool('sq'), rnp: findTool('rnp') };

let desk: Desk;
let bob: SecretImport;
let bobPath: string;

beforeAll(async () => {
  desk = openDesk();
  bob = await makePerson(pgp, 'Bob');
  bobPath = desk.file('bob.asc', (await pgp.view(bob.certificate, [])).armored);
  desk.file('text', TEXT);
});
afterAll(() => desk[Symbol.dispose]());

const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(desk.folder, name)));
const same = (text: string): string => text.replaceAll('\r\n', '\n');

describe(`gpg${tools.gpg.hint}`, () => {
  let certificate: CertificateOctets;
  // Not Brainpool: in Node alone the library asks for a package (eckey-utils) that it does not bring.
  const shapes = [
    ['ed25519', 'cv25519'],
    ['rsa2048', 'rsa2048'],
    ['nistp384', 'nistp384'],
  ] as const;

  describe.skipIf(tools.gpg.missing).each(shapes)('%s', (algorithm, encryption) => {
    const name = `${algorithm}@example.org`;

    beforeAll(async () => {
      desk.run('gpg', [...gpg('pass'), '--import', bobPath]);
      desk.run('gpg', [...gpg('pass'), '--quick-gen-key', name, algorithm, 'sign,cert', '0']);
      const fingerprint =
        /^fpr:+([0-9A-F]{40}):/m.exec(
          desk.run('gpg', [...gpg(), '--with-colons', '--list-keys', name]).toString(),
        )?.[1] ?? '';
      desk.run('gpg', [...gpg('pass'), '--quick-add-key', fingerprint, encryption, 'encr', '0']);
      certificate = await pgp.readCertificate(new Uint8Array(desk.run('gpg', [...gpg(), '--armor', '--export', name])));
    });

    it.each([
      ['by default', []],
      ['uncompressed', ['--compress-algo', 'none']],
      ['with bzip2', ['--compress-algo', 'bzip2']],
      ['in text mode', ['--textmode']],
      ['with hidden recipients', ['--throw-keyids']],
    ] as const)('opens what it sealed and signed %s', async (_, options) => {
      const parameters = [
        ...gpg('pass'),
        ...options,
        '--armor',
        '--output',
        'sealed',
        '-r',
        'bob@example.org',
        '-u',
        name,
        '-se',
        'text',
      ];
      desk.run('gpg', parameters);
      const opened = await pgp.open(read('sealed'), [bob.secret], [certificate]);
      expect(same(toText(opened.content))).toBe(TEXT);
      expect(opened.signatures).toMatchObject([{ outcome: 'valid', fingerprint: certificate.fingerprint }]);
    });

    it('verifies its cleartext and detached signatures', async () => {
      desk.run('gpg', [...gpg('pass'), '--output', 'clear', '-u', name, '--clearsign', 'text']);
      const opened = await pgp.openCleartext(toText(read('clear')), [certificate]);
      expect(`${toText(opened.content)}\n`).toBe(TEXT);
      expect(opened.signatures[0]?.outcome).toBe('valid');
      for (const form of [['--armor'], []]) {
        desk.run('gpg', [...gpg('pass'), ...form, '--output', 'detached', '-u', name, '--detach-sign', 'text']);
        const facts = await pgp.verifyDetached(read('text'), read('detached'), [certificate]);
        expect(facts[0]?.outcome).toBe('valid');
      }
    });

    it('imports its private key with the passphrase, and what it seals opens', async () => {
      const exported = new Uint8Array(desk.run('gpg', [...gpg('pass'), '--armor', '--export-secret-keys', name]));
      expect(await codeOf(pgp.importSecret(exported, 'wrong'))).toBe('key/wrong-passphrase');
      const [own] = await pgp.importSecret(exported, 'pass');
      if (!own) throw new Error('no key');
      expect(own.certificate.octets).toEqual(certificate.octets);
      desk.run('gpg', [...gpg('pass'), '--output', 'sealed', '-r', name, '-e', 'text']);
      expect(same(toText((await pgp.open(read('sealed'), [own.secret], [])).content))).toBe(TEXT);
    });
  });

  it.skipIf(tools.gpg.missing)('[req 8] refuses what it sealed without a modification detection code', async () => {
    desk.run('gpg', [...gpg('pass'), '--import', bobPath]);
    const options = [
      '--rfc2440',
      '--disable-mdc',
      '--cipher-algo',
      '3DES',
      '--output',
      'old',
      '-r',
      'bob@example.org',
      '-e',
      'text',
    ];
    const { code } = desk.attempt('gpg', [...gpg('pass'), ...options]);
    // Newer versions cannot write it any more, which is as good.
    if (code === 0)
      expect(await codeOf(pgp.open(read('old'), [bob.secret], []))).toMatch(
        /^mail\/(unprotected|not-for-me|tampered)$/,
      );
  });
});

describe.skipIf(tools.sq.missing)(`sq${tools.sq.hint}`, () => {
  it('opens what it sealed and signed, and reads its certificate and key', async () => {
    desk.run('sq', ['key', 'generate', '--userid', 'Sequoia <sq@example.org>', '--export', 'sq.key']);
    const certificate = await pgp.readCertificate(new Uint8Array(desk.run('sq', ['key', 'extract-cert', 'sq.key'])));
    const view = await pgp.view(certificate, []);
    expect(view).toMatchObject({ health: 'ok', userIds: [{ email: 'sq@example.org', state: 'valid' }] });
    for (const compression of ['pad', 'none', 'zip', 'zlib', 'bzip2']) {
      const options = ['--compression', compression, '--recipient-cert', bobPath, '--signer-key', 'sq.key'];
      const sealed = desk.run('sq', ['encrypt', ...options, 'text']);
      const opened = await pgp.open(new Uint8Array(sealed), [bob.secret], [certificate]);
      expect(toText(opened.content), compression).toBe(TEXT);
      expect(opened.signatures).toMatchObject([{ outcome: 'valid', fingerprint: certificate.fingerprint }]);
    }
    const [own] = await pgp.importSecret(read('sq.key'), undefined);
    expect(own?.certificate.fingerprint).toBe(certificate.fingerprint);
  });
});

describe.skipIf(tools.rnp.missing)(`rnp${tools.rnp.hint}`, () => {
  it('opens what it sealed and signed, and imports its key', async () => {
    // A home of its own: it stumbles over gpg's.
    const home = ['--homedir', join(desk.folder, 'rnp'), '--password', 'pass'];
    desk.run('mkdir', ['-m', '700', 'rnp']);
    desk.run('rnpkeys', [...home, '--userid', 'rnp@example.org', '--generate-key']);
    desk.run('rnpkeys', [...home, '--import-keys', bobPath]);
    const certificate = await pgp.readCertificate(
      new Uint8Array(desk.run('rnpkeys', [...home, '--export-key', 'rnp@example.org'])),
    );
    const parameters = [
      '--armor',
      '--overwrite',
      '--output',
      'rnp.asc',
      '-r',
      'bob@example.org',
      '-u',
      'rnp@example.org',
    ];
    desk.run('rnp', [...home, ...parameters, '--sign', '--encrypt', 'text']);
    const opened = await pgp.open(read('rnp.asc'), [bob.secret], [certificate]);
    expect(toText(opened.content)).toBe(TEXT);
    expect(opened.signatures).toMatchObject([{ outcome: 'valid', fingerprint: certificate.fingerprint }]);
    const exported = new Uint8Array(desk.run('rnpkeys', [...home, '--secret', '--export-key', 'rnp@example.org']));
    expect((await pgp.importSecret(exported, 'pass'))[0]?.certificate.fingerprint).toBe(certificate.fingerprint);
  });
});
