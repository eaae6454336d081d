import type { Correspondent } from '../../../support/interop/mail/correspondent';
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
import { base64Text, SUBJECT_WORDS, thunderbirdPayload } from './payloads';
import { OCTETS, type Row, SEALED, SIGNED, SUBJECT, WORDS } from './row';

const protonPayload = (from: Correspondent) =>
  multipart(
    'multipart/mixed;charset=utf-8',
    [
      entity(
        ['Content-Type: text/html;charset=utf-8', 'Content-Transfer-Encoding: base64'],
        base64Lines('<div style="font-family: Arial">Grüße aus Genf</div>'),
      ),
      file('publickey - proton.asc', from.certificate, 'application/pgp-keys; filename="publickey - proton.asc"'),
    ],
    { boundary: '---------------------b1' },
  );

export const webRows: readonly Row[] = [
  {
    shape: 'Proton',
    what: 'HTML, own key attached, no protected headers',
    by: 'proton',
    expected: {
      sealed: 'sealed',
      signature: 'verified',
      html: /Grüße aus Genf/,
      files: [['publickey - proton.asc', 'CERTIFICATE']],
    },
    make: async (from) =>
      encrypted(from, await from.seal(protonPayload(from)), {
        type: 'multipart/encrypted;\n protocol="application/pgp-encrypted"',
        boundary: '------97b1fc',
        version: ['Content-Description: PGP/MIME version identification', 'Content-Type: application/pgp-encrypted'],
      }),
  },
  {
    shape: 'Proton',
    what: 'signed only',
    by: 'proton',
    expected: { ...SIGNED, files: [['publickey.asc', 'CERTIFICATE']] },
    make: async (from) => {
      const part = multipart('multipart/mixed', [
        plain(WORDS),
        file('publickey.asc', from.certificate, 'application/pgp-keys'),
      ]);
      return signed(part, await from.detach(part), { headers: outer(from, 'Signed') });
    },
  },
  {
    shape: 'Proton',
    what: 'v6 keys and SEIPD version 2',
    by: 'protonV6',
    expected: { ...SEALED, subject: SUBJECT },
    make: async (from) => encrypted(from, await from.seal(thunderbirdPayload(from, [base64Text]))),
  },
  {
    shape: 'Mailvelope',
    what: 'PGP/MIME with protected headers',
    by: 'mailvelope',
    expected: { ...SEALED, subject: SUBJECT, files: [['plan.bin', OCTETS]] },
    make: async (from) => {
      const mixed = multipart('multipart/mixed; protected-headers="v1"', [plain(WORDS), file('plan.bin', OCTETS)], {
        headers: [`Subject: ${SUBJECT_WORDS}`],
      });
      return encrypted(from, await from.seal(mixed));
    },
  },
  {
    shape: 'Mailvelope',
    what: 'inline',
    by: 'mailvelope',
    expected: SEALED,
    make: async (from) => entity([...outer(from), 'Content-Type: text/plain; charset=utf-8'], await from.seal(WORDS)),
  },
  {
    shape: 'FlowCrypt',
    what: 'PGP/MIME signed',
    by: 'flowcrypt',
    expected: SIGNED,
    make: async (from) => {
      const part = multipart('multipart/mixed', [plain(WORDS)], { boundary: '----sinikael-?=_2' });
      return signed(part, await from.detach(part), { headers: outer(from, 'Signed'), boundary: '----sinikael-?=_1' });
    },
  },
  {
    shape: 'FlowCrypt',
    what: 'rich text: PGP/MIME whose parts are attachments',
    by: 'flowcrypt',
    expected: SEALED,
    make: async (from) => {
      const parts = [
        entity(
          [
            'Content-Type: application/pgp-encrypted; name="version.txt"',
            'Content-Disposition: attachment; filename="version.txt"',
          ],
          'Version: 1\n',
        ),
        entity(
          [
            'Content-Type: application/octet-stream; name="encrypted.asc"',
            'Content-Disposition: inline; filename="encrypted.asc"',
          ],
          await from.seal(plain(WORDS)),
        ),
      ];
      return multipart('multipart/mixed', parts, { headers: outer(from) });
    },
  },
];
