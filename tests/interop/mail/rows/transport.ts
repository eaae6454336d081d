import {
  base64Lines,
  encrypted,
  entity,
  file,
  multipart,
  outer,
  plain,
  signed,
} from '../../../support/interop/mail/entity';
import { OCTETS, type Row, SEALED, SIGNED, UNSIGNED, WORDS } from './row';

const FOOTER = entity(
  ['Content-Type: text/plain; charset="us-ascii"', 'Content-Disposition: inline'],
  '____\nlist mailing list\n',
);
const version = file('version.txt', 'Version: 1\n', 'application/pgp-encrypted');

const charset = (name: string, python: string, words: string): Row => ({
  shape: 'older mailers',
  what: `text in ${name} inside`,
  by: 'gpg',
  expected: { ...SEALED, text: words },
  make: async (from, { workshop }) => {
    const { stdout } = await workshop.run('python3', [
      '-c',
      `import sys;sys.stdout.buffer.write(sys.argv[1].encode("${python}"))`,
      words,
    ]);
    const part = entity(
      [`Content-Type: text/plain; charset=${name}`, 'Content-Transfer-Encoding: base64'],
      base64Lines(stdout),
    );
    return encrypted(from, await from.seal(part));
  },
});

export const transportRows: readonly Row[] = [
  charset('ISO-2022-JP', 'iso-2022-jp', '日本語のメール'),
  charset('"koi8-r"', 'koi8-r', 'Привет, мир'),
  charset('windows-1252', 'windows-1252', '5 € – „gut“'),
  charset('GB2312', 'gb2312', '中文邮件'),
  {
    shape: 'Mailman',
    what: 'signed mail with a footer of the list',
    by: 'gpgRsa',
    expected: { ...SIGNED, outside: /^____\nlist mailing list$/ },
    make: async (from) => {
      const part = plain(WORDS);
      return multipart('multipart/mixed', [signed(part, await from.detach(part)), FOOTER], {
        headers: outer(from, '[list] Signed'),
      });
    },
  },
  {
    shape: 'Mailman',
    what: 'encrypted mail with a footer of the list: partly sealed',
    by: 'rnp',
    expected: { ...SEALED, sealed: 'partial', outside: /^____\nlist mailing list$/ },
    make: async (from) => {
      const inner = encrypted(from, await from.seal(plain(WORDS)), { headers: [], boundary: 'inner' });
      return multipart('multipart/mixed', [inner, FOOTER], { headers: outer(from, '[list] ...') });
    },
  },
  {
    shape: 'Exchange',
    what: 'PGP/MIME turned into attachments, an empty text before them',
    by: 'rnp',
    expected: SEALED,
    make: async (from) =>
      multipart(
        'multipart/mixed',
        [
          entity(['Content-Type: text/plain; charset="us-ascii"'], '\n'),
          file('PGPMIME version identification.dat', 'Version: 1\n', 'application/pgp-encrypted'),
          file('encrypted.asc', await from.seal(plain(WORDS))),
        ],
        { headers: outer(from), boundary: '_003_0A1B' },
      ),
  },
  {
    shape: 'Gmail SMTP relay',
    what: 'parts kept, type changed to mixed, base64',
    by: 'gpg',
    expected: SEALED,
    make: async (from) =>
      multipart(
        'multipart/mixed',
        [version, file('encrypted.asc', await from.seal(plain(WORDS)), 'application/octet-stream')],
        { headers: outer(from) },
      ),
  },
  {
    shape: 'a webmail without PGP/MIME',
    what: 'encrypted.asc alone, no version part',
    by: 'sq',
    expected: SEALED,
    make: async (from) =>
      multipart('multipart/mixed', [file('encrypted.asc', await from.seal(plain(WORDS)))], { headers: outer(from) }),
  },
  {
    shape: 'a webmail without PGP/MIME',
    what: 'encrypted.asc with words above: partly sealed',
    by: 'sq',
    expected: { ...SEALED, sealed: 'partial', outside: /^see file$/ },
    make: async (from) =>
      multipart('multipart/mixed', [plain('see file'), version, file('encrypted.asc', await from.seal(plain(WORDS)))], {
        headers: outer(from),
      }),
  },
  {
    shape: 'a virus scanner',
    what: 'PGP/MIME inside multipart/mixed, nothing beside it',
    by: 'gpgP256',
    expected: SEALED,
    make: async (from) =>
      multipart('multipart/mixed', [encrypted(from, await from.seal(plain(WORDS)), { headers: [] })], {
        headers: outer(from),
        boundary: 'scan',
      }),
  },
  {
    shape: 'a relay',
    what: 'base64 around the armored part of PGP/MIME',
    by: 'rnp',
    expected: SEALED,
    make: async (from) =>
      encrypted(from, base64Lines(await from.seal(plain(WORDS))), {
        data: ['Content-Type: application/octet-stream', 'Content-Transfer-Encoding: base64'],
      }),
  },
  {
    shape: 'a relay',
    what: 'no protocol parameter, no quotes around the boundary',
    by: 'gpg',
    expected: SEALED,
    make: async (from) =>
      Buffer.from(
        encrypted(from, await from.seal(plain(WORDS)), { type: 'Multipart/Encrypted' })
          .toString()
          .replace('boundary="part"', 'boundary=part'),
      ),
  },
  {
    shape: 'a relay',
    what: 'white space added to every line of the armor',
    by: 'gpg',
    expected: SEALED,
    make: async (from) => encrypted(from, (await from.seal(plain(WORDS))).replaceAll('\n', ' \n')),
  },
  {
    shape: 'any mailer',
    what: 'an encrypted mail forwarded as a file: not opened by itself',
    by: 'gpg',
    expected: { ...SEALED, files: [['Forwarded.eml', 'MAIL']] },
    make: async (from) => {
      const forwarded = entity(
        [
          'Content-Type: message/rfc822; name="Forwarded.eml"',
          'Content-Disposition: attachment; filename="Forwarded.eml"',
        ],
        encrypted(from, await from.seal('inner words')),
      );
      return encrypted(
        from,
        await from.seal(multipart('multipart/mixed', [plain(WORDS), forwarded], { boundary: 'fwd' })),
      );
    },
  },
  {
    shape: 'any mailer',
    what: 'files sealed one by one beside open text: partly sealed',
    by: 'gpg',
    expected: { sealed: 'partial', signature: 'none', text: WORDS, files: [['plan.bin', OCTETS]] },
    make: async (from) =>
      multipart('multipart/mixed', [plain(WORDS), file('plan.bin.gpg', await from.seal(OCTETS))], {
        headers: outer(from, 'open'),
      }),
  },
  {
    shape: 'any mailer',
    what: 'signed by somebody unknown',
    by: 'stranger',
    expected: { ...SEALED, signature: 'unknown-key' },
    make: async (from) => encrypted(from, await from.seal(plain(WORDS))),
  },
  {
    shape: 'any mailer',
    what: 'signed and changed on the way',
    by: 'gpg',
    expected: { ...SIGNED, signature: 'invalid', text: `${WORDS}!` },
    make: async (from) =>
      signed(plain(`${WORDS}!`), await from.detach(plain(WORDS)), { headers: outer(from, 'Signed') }),
  },
  {
    shape: 'any mailer',
    what: 'S/MIME is no business of ours',
    by: 'gpg',
    expected: { sealed: 'not-sealed', signature: 'none', text: WORDS },
    make: async (from) =>
      multipart(
        'multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256',
        [plain(WORDS), file('smime.p7s', 'x', 'application/pkcs7-signature')],
        { headers: outer(from, 'S/MIME') },
      ),
  },
  {
    shape: 'any mailer',
    what: 'an entity without a header inside the seal',
    by: 'sq',
    expected: UNSIGNED,
    make: async (from) => encrypted(from, await from.seal(`\r\n${WORDS}`, { sign: false })),
  },
  {
    shape: 'any mailer',
    what: 'two signers, both known',
    by: 'gpg',
    expected: SEALED,
    make: async (from, { gpgRsa }) =>
      encrypted(from, await from.seal(plain(WORDS), { more: ['--local-user', gpgRsa.address] })),
  },
];
