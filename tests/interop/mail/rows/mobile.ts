import type { Correspondent } from '../../../support/interop/mail/correspondent';
import {
  encrypted,
  entity,
  file,
  multipart,
  outer,
  plain,
  protectedHeaders,
  quoted,
  signed,
} from '../../../support/interop/mail/entity';
import { autocrypt } from './payloads';
import { OCTETS, type Row, SEALED, SIGNED, WORDS } from './row';

const chat = (from: Correspondent) => outer(from, '[...]', ['Chat-Version: 1.0', autocrypt(from)]);
const chatPayload = (from: Correspondent, body: string, more: readonly string[] = []) =>
  entity(
    [
      ...protectedHeaders(from, 'Message from Me'),
      'Chat-Version: 1.0',
      ...more,
      'Content-Type: text/plain; charset=utf-8; format=flowed; delsp=no; protected-headers="v1"',
      'Content-Transfer-Encoding: quoted-printable',
    ],
    quoted(body.replaceAll('\n', '\r\n')),
  );

export const mobileRows: readonly Row[] = [
  {
    shape: 'Delta Chat',
    what: 'text',
    by: 'sq',
    expected: { ...SEALED, subject: 'Message from Me' },
    make: async (from) => encrypted(from, await from.seal(chatPayload(from, WORDS)), { headers: chat(from) }),
  },
  {
    shape: 'Delta Chat',
    what: 'with Autocrypt-Gossip, RSA',
    by: 'sqRsa',
    expected: { ...SEALED, subject: 'Message from Me' },
    make: async (from, { sq }) =>
      encrypted(
        from,
        await from.seal(chatPayload(from, WORDS, [autocrypt(sq).replace('Autocrypt', 'Autocrypt-Gossip')])),
        { headers: chat(from) },
      ),
  },
  {
    shape: 'Delta Chat',
    what: 'a picture',
    by: 'sq',
    expected: { ...SEALED, subject: 'Photo', files: [['bild.jpg', OCTETS]] },
    make: async (from) => {
      const mixed = multipart(
        'multipart/mixed; protected-headers="v1"',
        [plain(WORDS), file('bild.jpg', OCTETS, 'image/jpeg')],
        { headers: protectedHeaders(from, 'Photo') },
      );
      return encrypted(from, await from.seal(mixed), {
        headers: chat(from),
        data: [
          'Content-Type: application/octet-stream; name="encrypted.asc"',
          'Content-Disposition: inline; filename="encrypted.asc";',
        ],
      });
    },
  },
  {
    shape: 'K-9 Mail',
    what: 'encrypted, Autocrypt, uncompressed',
    by: 'gpgRsa',
    expected: SEALED,
    make: async (from) =>
      encrypted(from, await from.seal(plain(WORDS), { compress: 'none' }), {
        headers: outer(from, '...', [autocrypt(from)]),
        boundary: '----XKZUDVL6QN5O3LHZ8KVB6F4P3B6OQF',
      }),
  },
  {
    shape: 'K-9 Mail',
    what: 'signed',
    by: 'gpg',
    expected: SIGNED,
    make: async (from) => {
      const part = entity(
        ['Content-Type: text/plain;\n charset=utf-8', 'Content-Transfer-Encoding: quoted-printable'],
        quoted(WORDS.replaceAll('\n', '\r\n')),
      );
      return signed(part, await from.detach(part), {
        headers: outer(from, 'Signed', [autocrypt(from)]),
        boundary: '----J6Z4KXGVVP',
      });
    },
  },
  {
    shape: 'Autocrypt level 1',
    what: 'two Autocrypt headers outside change nothing',
    by: 'rnp',
    expected: SEALED,
    make: async (from, { stranger }) =>
      encrypted(from, await from.seal(plain(WORDS)), {
        headers: outer(from, '...', [autocrypt(from), autocrypt(stranger)]),
      }),
  },
];
