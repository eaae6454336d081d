import type { Mime } from '../core/mime-port';

const HEADERS = /^-----BEGIN PGP MESSAGE-----[ \t]*\r?\n((?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n)*)/m;
const CHARSET = /^Charset:[ \t]*([A-Za-z0-9][A-Za-z0-9._:-]{0,40})[ \t]*\r?$/im;

/**
 * Inline text: UTF-8; where it is not that, in the charset that the armor names (RFC 9580, 6.2.2.5), as Enigmail
 * wrote it, else windows-1252. Nothing protects the armor's lines: they never say how to read what reads as UTF-8.
 */
export function armoredText(armored: string, content: Uint8Array, mime: Mime): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content).replaceAll('\r\n', '\n');
  } catch {
    return inCharset(CHARSET.exec(HEADERS.exec(armored)?.[1] ?? '')?.[1], content, mime);
  }
}

/** By the same rules as a part of a mail in that charset. */
function inCharset(charset: string | undefined, content: Uint8Array, mime: Mime): string {
  const type = `Content-Type: text/plain${charset === undefined ? '' : `; charset="${charset}"`}\r\n\r\n`;
  const head = new TextEncoder().encode(type);
  const part = new Uint8Array(head.length + content.length);
  part.set(head);
  part.set(content, head.length);
  return mime.readBody(part).text ?? '';
}
