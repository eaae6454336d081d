import {
  base64Lines,
  encrypted,
  entity,
  file,
  multipart,
  outer,
  plain,
  protectedHeaders,
  signed,
} from '../../../support/interop/mail/entity';
import { base64Text, html, key, SUBJECT_WORDS, THUNDERBIRD, thunderbirdHeaders, thunderbirdPayload } from './payloads';
import { OCTETS, type Row, SEALED, SIGNED, SUBJECT, SUBJECT_FIELD, WORDS } from './row';

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
