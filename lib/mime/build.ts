import { base64Size, MAIL_LINES, writeBase64 } from '../core/base64';
import type { MimeDraft } from '../core/mime-port';
import { fileHeader } from './encode-file-name';
import { encodeMailboxes, encodeText, foldField, mailDate, messageIds } from './encode-header';
import { toUtf8 } from './octets';
import { encodeQuotedPrintable } from './quoted-printable';

/** What the webmail is given in place of the real subject. */
const OUTER_SUBJECT = '...';

/**
 * The entity to seal: header fields protected by RFC 9788 (`hp="cipher"`), the text, the files. CRLF, 7 bit.
 *
 * The root is a multipart even around a text alone: Thunderbird up to 115 finds protected fields only before a boundary.
 * No legacy display element (RFC 9788, 4.5): the words that are read stay the words that were written.
 */
export function build(draft: MimeDraft): Uint8Array {
  const boundary = newBoundary();
  const text = encodeQuotedPrintable(draft.text);
  const opening = toUtf8(`--${boundary}\r\n`);
  const head = toUtf8(
    `${protectedFields(draft)}MIME-Version: 1.0\r\n` +
      `Content-Type: multipart/mixed;\r\n boundary="${boundary}";\r\n protected-headers="v1"; hp="cipher"\r\n\r\n` +
      `--${boundary}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`,
  );
  const files = draft.attachments.map(({ name, mediaType, content }) => ({
    head: toUtf8(fileHeader(name, mediaType)),
    content,
  }));
  const closing = toUtf8(`--${boundary}--\r\n`);
  const lineEnd = toUtf8('\r\n');

  let size = head.length + text.length + lineEnd.length + closing.length;
  for (const file of files) size += opening.length + file.head.length + base64Size(file.content.length, MAIL_LINES);
  const result = new Uint8Array(size);
  let at = 0;
  const put = (octets: Uint8Array): void => {
    result.set(octets, at);
    at += octets.length;
  };
  put(head);
  put(text);
  put(lineEnd);
  for (const file of files) {
    put(opening);
    put(file.head);
    at = writeBase64(file.content, result, at, MAIL_LINES);
  }
  put(closing);
  return result;
}

/** The real fields, then what the outside shows of them (RFC 9788, 2.2): all but the subject. */
function protectedFields(draft: MimeDraft): string {
  const shared: ReadonlyArray<readonly [string, string]> = [
    ['From', encodeMailboxes([draft.from])],
    ['To', encodeMailboxes(draft.to)],
    ['Cc', encodeMailboxes(draft.cc)],
    ['Date', mailDate(draft.date)],
    ['Message-ID', messageIds(draft.messageId ?? '')],
    ['In-Reply-To', messageIds(draft.inReplyTo ?? '')],
    ['References', messageIds(draft.inReplyTo ?? '')],
  ];
  const given = shared.filter(([, value]) => value !== '');
  const inner = given.map(([name, value]) => foldField(name, value));
  const outer = given.map(([name, value]) => foldField('HP-Outer', `${name}: ${value}`));
  const subject = foldField('Subject', encodeText(draft.subject));
  return [...inner, subject, ...outer, foldField('HP-Outer', `Subject: ${OUTER_SUBJECT}`)].join('');
}

/** 144 random bits; the underscore and the equals sign occur in neither of our encodings. */
function newBoundary(): string {
  const octets = crypto.getRandomValues(new Uint8Array(18));
  return `=_${Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('')}`;
}
