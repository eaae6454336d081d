import type { Player } from '../../../support/interop/mail/cast';
import { encrypted, entity, file, multipart, outer, plain, quoted, signed } from '../../../support/interop/mail/entity';
import type { GnupgAlgorithm } from '../../../support/interop/mail/gnupg';
import { OCTETS, type Row, SEALED, SIGNED, UNSIGNED, WORDS } from './row';

const MUTT = {
  version: ['Content-Type: application/pgp-encrypted', 'Content-Disposition: attachment'],
  data: ['Content-Type: application/octet-stream', 'Content-Disposition: attachment; filename="msg.asc"'],
};

const curves: ReadonlyArray<readonly [Player, GnupgAlgorithm]> = [
  ['gpg', 'ed25519'],
  ['gpgRsa', 'RSA 3072'],
  ['gpgP256', 'NIST P-256'],
  ['gpgP384', 'NIST P-384'],
  ['gpgP521', 'NIST P-521'],
  ['gpgBp256', 'Brainpool P-256'],
  ['gpgBp384', 'Brainpool P-384'],
];

const fromEachKey: readonly Row[] = curves.map(([by, algorithm]) => ({
  shape: 'mutt',
  what: `encrypted and signed with ${algorithm}`,
  by,
  expected: SEALED,
  make: async (from) => encrypted(from, await from.seal(plain(WORDS)), MUTT),
}));

const toEachKey: readonly Row[] = (['rsa', 'p256', 'p521', 'brainpool'] as const).map((key) => ({
  shape: 'mutt',
  what: `encrypted to my ${key} key`,
  by: 'gpg',
  expected: SEALED,
  make: async (from, { mine }) => encrypted(from, await from.seal(plain(WORDS), { to: mine[key] }), MUTT),
}));

const compressed: readonly Row[] = (['zip', 'zlib', 'bzip2', 'none'] as const).map((compress) => ({
  shape: 'mutt',
  what: `compression ${compress}`,
  by: 'gpg',
  expected: SEALED,
  make: async (from) => encrypted(from, await from.seal(plain(WORDS), { compress }), MUTT),
}));

export const gnupgRows: readonly Row[] = [
  ...fromEachKey,
  ...toEachKey,
  ...compressed,
  {
    shape: 'mutt',
    what: 'encrypted, not signed',
    by: 'gpg',
    expected: UNSIGNED,
    make: async (from) => encrypted(from, await from.seal(plain(WORDS), { sign: false }), MUTT),
  },
  {
    shape: 'mutt',
    what: 'all recipients hidden (throw-keyids)',
    by: 'gpg',
    expected: SEALED,
    make: async (from, { flowcrypt, proton }) =>
      encrypted(
        from,
        await from.seal(plain(WORDS), {
          others: [flowcrypt.certificate, proton.certificate],
          more: ['--throw-keyids'],
        }),
      ),
  },
  {
    shape: 'mutt',
    what: 'several recipients, mine last',
    by: 'gpgRsa',
    expected: SEALED,
    make: async (from, { flowcrypt, proton, mailvelope, rnp }) =>
      encrypted(
        from,
        await from.seal(plain(WORDS), { others: [flowcrypt, proton, mailvelope, rnp].map((one) => one.certificate) }),
      ),
  },
  {
    shape: 'mutt',
    what: 'Version and Comment in the armor',
    by: 'gpg',
    expected: SEALED,
    make: async (from) =>
      encrypted(
        from,
        await from.seal(plain(WORDS), { more: ['--emit-version', '--comment', 'for: you', '--comment', 'Ümlaut'] }),
      ),
  },
  {
    shape: 'mutt',
    what: 'password beside the keys',
    by: 'gpg',
    expected: UNSIGNED,
    make: async (from) =>
      encrypted(from, await from.seal(plain(WORDS), { sign: false, more: ['--symmetric', '--passphrase', 'secret'] })),
  },
  {
    shape: 'mutt',
    what: 'signed inside the seal in two MIME layers',
    by: 'gpg',
    expected: SEALED,
    make: async (from) => {
      const part = plain(WORDS);
      return encrypted(from, await from.seal(signed(part, await from.detach(part)), { sign: false }));
    },
  },
  {
    shape: 'mutt',
    what: 'binary packets in base64, no armor',
    by: 'gpg',
    expected: SEALED,
    make: async (from, { workshop }) => {
      const armored = await from.seal(plain(WORDS));
      const { stdout } = await workshop.run('gpg', ['--quiet', '--dearmor'], armored);
      const data = ['Content-Type: application/octet-stream', 'Content-Transfer-Encoding: base64'];
      return encrypted(from, stdout.toString('base64').replaceAll(/.{76}/g, '$&\n'), { data });
    },
  },
  {
    shape: 'mutt',
    what: 'signed, quoted-printable, space at a line end',
    by: 'gpg',
    expected: { ...SIGNED, text: `${WORDS} \nThird` },
    make: async (from) => {
      const headers = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable'];
      const part = entity(headers, quoted(`${WORDS} \nThird`.replaceAll('\n', '\r\n')));
      return signed(part, await from.detach(part), { headers: outer(from, 'Signed') });
    },
  },
  {
    shape: 'mutt',
    what: 'signed, stored with LF',
    by: 'gpgRsa',
    expected: SIGNED,
    make: async (from) => {
      const part = plain(WORDS);
      const mail = signed(part, await from.detach(part), { headers: outer(from, 'Signed') });
      return Buffer.from(mail.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
    },
  },
  {
    shape: 'KMail',
    what: 'signed, with a file',
    by: 'gpgP256',
    expected: { ...SIGNED, files: [['plan.bin', OCTETS]] },
    make: async (from) => {
      const part = multipart('multipart/mixed', [plain(WORDS), file('plan.bin', OCTETS)], { boundary: 'nextPart17' });
      return signed(part, await from.detach(part), { headers: outer(from, 'Signed'), boundary: 'nextPart16' });
    },
  },
  {
    shape: 'GpgOL',
    what: 'encrypted, parts named by Outlook',
    by: 'gpg',
    expected: { ...SEALED, files: [['plan.bin', OCTETS]] },
    make: async (from) => {
      const part = multipart('multipart/mixed', [plain(WORDS), file('plan.bin', OCTETS)], { boundary: '=-=inner' });
      return encrypted(from, await from.seal(part), {
        data: [
          'Content-Type: application/octet-stream',
          'Content-Disposition: inline; filename="openpgp-encrypted-message.asc"',
        ],
        version: ['Content-Type: application/pgp-encrypted', 'Content-Disposition: inline; filename="gpgolPGP.dat"'],
        boundary: '=-=0bGKmfAHp4WpUW=-=',
      });
    },
  },
  {
    shape: 'GPG Suite',
    what: 'encrypted, preamble and descriptions of Apple Mail',
    by: 'gpgRsa',
    expected: SEALED,
    make: async (from) =>
      encrypted(from, await from.seal(plain(WORDS)), {
        type: 'multipart/encrypted;\n protocol="application/pgp-encrypted"',
        boundary: 'Apple-Mail=_7F2E1A60-1C2B-4B0B-9C54-1A6B0D6AD8A0',
        preamble: 'This is an OpenPGP/MIME encrypted message (RFC 2440 and 3156)',
        version: [
          'Content-Transfer-Encoding: 7bit',
          'Content-Type: application/pgp-encrypted',
          'Content-Description: PGP/MIME Versions Identification',
        ],
        data: [
          'Content-Transfer-Encoding: 7bit',
          'Content-Disposition: inline;\n filename=encrypted.asc',
          'Content-Type: application/octet-stream;\n name=encrypted.asc',
          'Content-Description: OpenPGP encrypted message',
        ],
      }),
  },
  {
    shape: 'Evolution',
    what: 'signed, 8 bit',
    by: 'gpg',
    expected: SIGNED,
    make: async (from) => {
      const part = plain(WORDS);
      return signed(part, await from.detach(part), {
        headers: outer(from, 'Signed'),
        boundary: '=-AmpLuMCx3xkz3Cc6mbqr',
      });
    },
  },
];
