import { encodedWords } from './encode-header';
import { safeFileName } from './file-name';
import { toUtf8 } from './octets';

const SECTION = 60;

/** The header of one attached file: the name for readers of RFC 2231, and once more for those of RFC 2047 only. */
export function fileHeader(name: string, mediaType: string): string {
  const type = safeMediaType(mediaType);
  const safe = safeFileName(name, type);
  return (
    `Content-Type: ${type};\r\n name=${quoted(safe)}\r\n` +
    'Content-Transfer-Encoding: base64\r\n' +
    `Content-Disposition: attachment;\r\n ${extended('filename', safe).join(';\r\n ')}\r\n\r\n`
  );
}

/** A type with a structure or an encoding of its own would be read, not saved. */
function safeMediaType(text: string): string {
  const type = text.trim().toLowerCase();
  const isPlain = /^(?:application|audio|font|image|model|text|video)\/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}$/.test(type);
  return isPlain ? type : 'application/octet-stream';
}

const isPlainName = (name: string): boolean => /^[\x20-\x7e]*$/.test(name) && !name.includes('=?');

const quoted = (name: string): string =>
  isPlainName(name) && name.length <= SECTION
    ? `"${name.replace(/["\\]/g, '\\$&')}"`
    : `"${encodedWords(name, 36).split(' ').join('\r\n ')}"`;

/** One plain parameter, or sections of percent-encoded UTF-8 (RFC 2231, 3 and 4). */
function extended(parameter: string, name: string): string[] {
  if (isPlainName(name) && name.length <= SECTION) return [`${parameter}=${quoted(name)}`];
  const sections: string[] = [];
  let section = "utf-8''";
  for (const octet of toUtf8(name)) {
    const character = String.fromCharCode(octet);
    const text = /[A-Za-z0-9._-]/.test(character) ? character : `%${octet.toString(16).padStart(2, '0').toUpperCase()}`;
    if (section.length + text.length > SECTION) {
      sections.push(section);
      section = '';
    }
    section += text;
  }
  sections.push(section);
  if (sections.length === 1) return [`${parameter}*=${section}`];
  return sections.map((text, index) => `${parameter}*${index}*=${text}`);
}
