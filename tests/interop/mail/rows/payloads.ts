import type { Correspondent } from '../../../support/interop/mail/correspondent';
import { base64Lines, entity, multipart, outer, quoted } from '../../../support/interop/mail/entity';
import { SUBJECT_FIELD, WORDS } from './row';

export const SUBJECT_WORDS = SUBJECT_FIELD.slice('Subject: '.length);
export const autocrypt = ({ address, certificate }: Correspondent) => {
  const data = certificate.split('\n\n')[1]?.split('\n=')[0]?.replaceAll(/\s/g, '') ?? '';
  return `Autocrypt: addr=${address}; prefer-encrypt=mutual; keydata=\n ${data.replaceAll(/.{76}/g, '$&\n ')}`.trimEnd();
};
export const THUNDERBIRD = {
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
export const thunderbirdHeaders = (from: Correspondent) =>
  outer(from, '...', ['User-Agent: Mozilla Thunderbird', 'Content-Language: de-DE', autocrypt(from)]);
export const key = ({ certificate, name }: Correspondent) =>
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
export const thunderbirdPayload = (from: Correspondent, parts: readonly Uint8Array[]) =>
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
export const base64Text = entity(
  ['Content-Type: text/plain; charset=UTF-8; format=flowed', 'Content-Transfer-Encoding: base64'],
  base64Lines(WORDS.replaceAll('\n', '\r\n')),
);
export const html = `<p>Grüße <img src="cid:pic@lab.test"></p>`;
