import type { Correspondent } from './correspondent';

// Mail written octet by octet, as the programs it imitates write it: no code of ours takes part.

/** Line ends of the wire, from text written with `\n`. */
export const crlf = (text: string): string => text.replace(/\r?\n/g, '\r\n');

export const base64Lines = (octets: Uint8Array | string): string =>
  (
    Buffer.from(octets)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\r\n');

/** Quoted-printable with every `=`, every octet above 126 and white space at line ends escaped, lines of 76. */
export function quoted(source: Uint8Array | string): string {
  const escaped = (octet: number) => `=${octet.toString(16).toUpperCase().padStart(2, '0')}`;
  const lines = Buffer.from(source).toString('latin1').split('\r\n');
  return lines
    .map((line) => {
      const pieces = [...line].map((character, index) => {
        const octet = character.charCodeAt(0);
        const atEnd = index === line.length - 1 && (octet === 32 || octet === 9);
        return octet === 61 || octet > 126 || atEnd ? escaped(octet) : character;
      });
      const rows: string[] = [];
      let row = '';
      for (const piece of pieces) {
        if (row.length + piece.length > 75) {
          rows.push(`${row}=`);
          row = '';
        }
        row += piece;
      }
      return [...rows, row].join('\r\n');
    })
    .join('\r\n');
}

/** Header lines, an empty line, the body; text bodies get the line ends of the wire. */
export const entity = (headers: readonly string[], body: Uint8Array | string = ''): Buffer =>
  Buffer.concat([
    Buffer.from(`${crlf(headers.join('\n'))}\r\n\r\n`),
    typeof body === 'string' ? Buffer.from(crlf(body)) : Buffer.from(body),
  ]);

/** @param type content type with its parameters, without the boundary */
export function multipart(
  type: string,
  parts: readonly Uint8Array[],
  { headers = [] as readonly string[], boundary = 'part', preamble = '' } = {},
): Buffer {
  const delimiter = Buffer.from(`\r\n--${boundary}\r\n`);
  const pieces = parts.flatMap((part) => [delimiter, part]);
  const head = entity([...headers, `Content-Type: ${type};\n boundary="${boundary}"`], preamble);
  return Buffer.concat([head, ...pieces, Buffer.from(`\r\n--${boundary}--\r\n`)]);
}

export const plain = (text: string, headers: readonly string[] = []): Buffer =>
  entity(['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', ...headers], text);

export const file = (name: string, octets: Uint8Array | string, type = 'application/octet-stream'): Buffer =>
  entity(
    [
      `Content-Type: ${type}; name="${name}"`,
      `Content-Disposition: attachment; filename="${name}"`,
      'Content-Transfer-Encoding: base64',
    ],
    base64Lines(octets),
  );

/** What stands outside of every mail to me. */
export const outer = (from: Correspondent, subject = '...', more: readonly string[] = []): readonly string[] => [
  'Return-Path: <bounce@lists.test>',
  'Received: by mail.lab.test; Fri, 20 Nov 2026 10:00:01 +0000',
  `From: "${from.name}" <${from.address}>`,
  'To: Me <me@lab.test>',
  `Subject: ${subject}`,
  'Date: Fri, 20 Nov 2026 10:00:00 +0000',
  'Message-ID: <one@lab.test>',
  ...more,
  'MIME-Version: 1.0',
];

export type EncryptedShape = {
  readonly headers?: readonly string[];
  readonly version?: readonly string[];
  readonly data?: readonly string[];
  readonly preamble?: string;
  readonly boundary?: string;
  readonly type?: string;
};

/** PGP/MIME (RFC 3156, 4). */
export const encrypted = (from: Correspondent, armored: string, shape: EncryptedShape = {}): Buffer =>
  multipart(
    shape.type ?? 'multipart/encrypted; protocol="application/pgp-encrypted"',
    [
      entity(shape.version ?? ['Content-Type: application/pgp-encrypted'], 'Version: 1\n'),
      entity(shape.data ?? ['Content-Type: application/octet-stream; name="encrypted.asc"'], armored),
    ],
    {
      headers: shape.headers ?? outer(from),
      ...(shape.boundary === undefined ? {} : { boundary: shape.boundary }),
      ...(shape.preamble === undefined ? {} : { preamble: shape.preamble }),
    },
  );

/** PGP/MIME (RFC 3156, 5). */
export const signed = (
  part: Uint8Array,
  signature: string,
  { headers = [] as readonly string[], name = 'signature.asc', boundary = 'signed' } = {},
): Buffer =>
  multipart(
    'multipart/signed; micalg="pgp-sha512";\n protocol="application/pgp-signature"',
    [part, entity([`Content-Type: application/pgp-signature; name="${name}"`], signature)],
    { headers, boundary },
  );

/** An entity whose own header carries protected fields as drafts before RFC 9788 have them. */
export const protectedHeaders = (from: Correspondent, subject: string): readonly string[] => [
  `From: "${from.name}" <${from.address}>`,
  'To: Me <me@lab.test>',
  `Subject: ${subject}`,
  'Date: Fri, 20 Nov 2026 10:00:00 +0000',
  'Message-ID: <one@lab.test>',
];
