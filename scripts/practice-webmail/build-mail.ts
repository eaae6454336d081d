import { randomUUID } from 'node:crypto';

export type FormFields = {
  readonly from: string;
  readonly to: string;
  readonly cc: string;
  readonly subject: string;
  readonly text: string;
  /** Armor: the mail becomes a real multipart/encrypted (RFC 3156, 4) and its text is left out. */
  readonly sealed: string;
  readonly inReplyTo: string;
};

const crlf = (text: string) => text.replaceAll(/\r?\n/g, '\r\n');
/** One line, whatever a form field holds: nothing can add a header field. */
const oneLine = (text: string) => text.replaceAll(/[\r\n]+/g, ' ').trim();

/** The mail that the practice webmail's server makes of its form (RFC 5322), as a generic webmail does. */
export function buildMail(fields: FormFields): Buffer {
  const head = [
    `From: ${oneLine(fields.from)}`,
    `To: ${oneLine(fields.to)}`,
    ...(oneLine(fields.cc) === '' ? [] : [`Cc: ${oneLine(fields.cc)}`]),
    `Subject: ${oneLine(fields.subject)}`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${randomUUID()}@lab.test>`,
    ...(fields.inReplyTo === '' ? [] : [`In-Reply-To: ${oneLine(fields.inReplyTo)}`]),
    'MIME-Version: 1.0',
  ];
  return Buffer.from([...head, ...(fields.sealed === '' ? plain(fields.text) : encrypted(fields.sealed))].join('\r\n'));
}

const plain = (text: string) => [
  'Content-Type: text/plain; charset=UTF-8',
  'Content-Transfer-Encoding: 8bit',
  '',
  crlf(text),
];

function encrypted(armor: string): readonly string[] {
  const boundary = `=_${randomUUID()}`;
  return [
    `Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: application/pgp-encrypted',
    '',
    'Version: 1',
    '',
    `--${boundary}`,
    'Content-Type: application/octet-stream; name="encrypted.asc"',
    'Content-Disposition: inline; filename="encrypted.asc"',
    '',
    crlf(armor),
    `--${boundary}--`,
    '',
  ];
}
