import type { Correspondent } from '../../../support/interop/mail/correspondent';
import {
  base64Lines,
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
import { OCTETS, type Row, SEALED, SIGNED, SUBJECT, SUBJECT_FIELD, WORDS } from './row';

const SUBJECT_WORDS = SUBJECT_FIELD.slice('Subject: '.length);
const autocrypt = ({ address, certificate }: Correspondent) => {
  const data = certificate.split('\n\n')[1]?.split('\n=')[0]?.replaceAll(/\s/g, '') ?? '';
  return `Autocrypt: addr=${address}; prefer-encrypt=mutual; keydata=\n ${data.replaceAll(/.{76}/g, '$&\n ')}`.trimEnd();
};
const THUNDERBIRD = {
  version: [
    'Content-Type: application/pgp-encrypted; name="version.asc"',
    'Content-Description: PGP/MIME version identification',
  ],
  data: [
    'Content-Type: application/octet-stream; name="encrypted.asc"',
    'Content-Description: OpenPGP encrypted message',
    'Content-Disposition: inline; filename="encrypted.asc"',
  ],
  preamble: 'This is an OpenPGP/MIME encrypted message (RFC 4880 and 3156)',
  boundary: '------------0nFZk5aXqpRzN0dZ2Ytb1UPo',
};
const thunderbirdHeaders = (from: Correspondent) =>
  outer(from, '...', ['User-Agent: Mozilla Thunderbird', 'Content-Language: de-DE', autocrypt(from)]);
const key = ({ certificate, name }: Correspondent) =>
  entity(
    [
      `Content-Type: application/pgp-keys; name="OpenPGP_0x${name.length}.asc"`,
      'Content-Disposition: attachment; filename="OpenPGP_0x1.asc"',
      'Content-Description: OpenPGP public key',
      'Content-Transfer-Encoding: quoted-printable',
    ],
    quoted(certificate.replaceAll('\n', '\r\n')),
  );
/** Thunderbird's own nesting: mixed with protected headers around mixed around the text. */
const thunderbirdPayload = (from: Correspondent, parts: readonly Uint8Array[]) =>
  multipart(
    'multipart/mixed; protected-headers="v1"',
    [multipart('multipart/mixed', parts, { boundary: '------------inner' })],
    {
      headers: [
        `From: ${from.name} <${from.address}>`,
        'To: me@lab.test',
        'Message-ID: <one@lab.test>',
        `Subject: ${SUBJECT_WORDS}`,
      ],
      boundary: '------------outer',
    },
  );
const base64Text = entity(
  ['Content-Type: text/plain; charset=UTF-8; format=flowed', 'Content-Transfer-Encoding: base64'],
  base64Lines(WORDS.replaceAll('\n', '\r\n')),
);
const html = `<p>Grüße <img src="cid:pic@lab.test"></p>`;

export const thunderbirdRows: readonly Row[] = [
  ...(['rnp', 'rnpRsa', 'rnpP256'] as const).map(
    (by): Row => ({
      shape: 'Thunderbird 115',
      what: `encrypted and signed, own key attached (${by})`,
      by,
      expected: { ...SEALED, subject: SUBJECT, files: [['OpenPGP_0x1.asc', 'CERTIFICATE']] },
      make: async (from) =>
        encrypted(from, await from.seal(thunderbirdPayload(from, [base64Text, key(from)])), {
          ...THUNDERBIRD,
          headers: thunderbirdHeaders(from),
        }),
    }),
  ),
  {
    shape: 'Thunderbird 115',
    what: 'HTML with an image inside, a file with an RFC 2231 name',
    by: 'rnp',
    expected: {
      sealed: 'sealed',
      signature: 'verified',
      text: WORDS,
      html: /Grüße <img src="cid:pic@lab\.test">/,
      subject: SUBJECT,
      files: [
        ['pic.png', OCTETS],
        ['Übersicht – März.pdf', OCTETS],
      ],
    },
    make: async (from) => {
      const image = entity(
        [
          'Content-Type: image/png; name="pic.png"',
          'Content-Disposition: inline; filename="pic.png"',
          'Content-Id: <pic@lab.test>',
          'Content-Transfer-Encoding: base64',
        ],
        base64Lines(OCTETS),
      );
      const related = multipart(
        'multipart/related',
        [entity(['Content-Type: text/html; charset=UTF-8', 'Content-Transfer-Encoding: 8bit'], html), image],
        { boundary: 'related' },
      );
      const alternative = multipart('multipart/alternative', [plain(WORDS), related], { boundary: 'alternative' });
      const pdf = entity(
        [
          "Content-Type: application/pdf; name*0*=UTF-8''%C3%9Cbersicht%20%E2%80%93; name*1*=%20M%C3%A4rz.pdf",
          "Content-Disposition: attachment;\n filename*0*=UTF-8''%C3%9Cbersicht%20%E2%80%93;\n filename*1*=%20M%C3%A4rz.pdf",
          'Content-Transfer-Encoding: base64',
        ],
        base64Lines(OCTETS),
      );
      return encrypted(from, await from.seal(thunderbirdPayload(from, [alternative, pdf])), THUNDERBIRD);
    },
  },
  {
    shape: 'Thunderbird 115',
    what: 'signed only, protected headers',
    by: 'rnpRsa',
    expected: { ...SIGNED, subject: SUBJECT },
    make: async (from) => {
      const part = thunderbirdPayload(from, [base64Text]);
      return signed(part, await from.detach(part), {
        headers: outer(from, SUBJECT_WORDS),
        name: 'OpenPGP_signature.asc',
      });
    },
  },
  {
    shape: 'Thunderbird 128',
    what: 'a file of 1 MB',
    by: 'rnp',
    expected: { ...SEALED, subject: SUBJECT, files: [['gross.bin', new Uint8Array(1_048_576).fill(65)]] },
    make: async (from) =>
      encrypted(
        from,
        await from.seal(thunderbirdPayload(from, [base64Text, file('gross.bin', new Uint8Array(1_048_576).fill(65))])),
        THUNDERBIRD,
      ),
  },
  {
    shape: 'Thunderbird 78',
    what: 'compressed with zlib',
    by: 'rnp',
    expected: { ...SEALED, subject: SUBJECT },
    make: async (from) =>
      encrypted(from, await from.seal(thunderbirdPayload(from, [base64Text]), { compress: 'zlib' }), THUNDERBIRD),
  },
  {
    shape: 'Enigmail 2',
    what: 'the header copy as the first part',
    by: 'gpgRsa',
    expected: { ...SEALED, subject: SUBJECT },
    make: async (from) => {
      const copy = entity(
        ['Content-Type: text/rfc822-headers; protected-headers="v1"', 'Content-Disposition: inline'],
        `${SUBJECT_FIELD}\n`,
      );
      const mixed = multipart(
        'multipart/mixed; protected-headers="v1"',
        [copy, multipart('multipart/mixed', [plain(WORDS)], { boundary: 'b2' })],
        { headers: protectedHeaders(from, SUBJECT_WORDS), boundary: 'b1' },
      );
      return encrypted(from, await from.seal(mixed), THUNDERBIRD);
    },
  },
  {
    shape: 'RFC 9788',
    what: 'hp="cipher" on a single text part, HP-Outer',
    by: 'sq',
    expected: { ...SEALED, subject: SUBJECT },
    make: async (from) => {
      const headers = [
        ...protectedHeaders(from, SUBJECT_WORDS),
        'HP-Outer: Subject: [...]',
        `HP-Outer: From: ${from.name} <${from.address}>`,
        'Content-Type: text/plain; charset="utf-8"; hp="cipher"',
      ];
      return encrypted(from, await from.seal(entity(headers, WORDS)), { headers: outer(from, '[...]') });
    },
  },
  {
    shape: 'RFC 9788',
    what: 'legacy display in text and HTML',
    by: 'gpg',
    expected: { ...SEALED, subject: SUBJECT, html: /^<html><body>\s*<p>Words<\/p>/ },
    make: async (from) => {
      const text = entity(
        ['Content-Type: text/plain; charset="utf-8"; hp-legacy-display="1"'],
        `Subject: ${SUBJECT}\n\n${WORDS}`,
      );
      const page = entity(
        ['Content-Type: text/html; charset="utf-8"; hp-legacy-display="1"'],
        `<html><body><div class="header-protection-legacy-display"><pre>Subject: ${SUBJECT}</pre></div><p>Words</p></body></html>`,
      );
      const mixed = multipart('multipart/alternative; hp="cipher"', [text, page], {
        headers: [...protectedHeaders(from, SUBJECT_WORDS), 'HP-Outer: Subject: [...]'],
      });
      return encrypted(from, await from.seal(mixed), { headers: outer(from, '[...]') });
    },
  },
  {
    shape: 'RFC 9788',
    what: 'hp="clear" on a signed mail',
    by: 'gpg',
    expected: { ...SIGNED, subject: SUBJECT },
    make: async (from) => {
      const part = entity(
        [...protectedHeaders(from, SUBJECT_WORDS), 'Content-Type: text/plain; charset="utf-8"; hp="clear"'],
        WORDS,
      );
      return signed(part, await from.detach(part), { headers: outer(from, SUBJECT_WORDS) });
    },
  },
];

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
