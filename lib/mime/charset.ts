import { decodeLenient } from './octets';

/** Labels that mail uses and the Encoding Standard does not list. */
const ALIASES: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  eucjp: 'euc-jp',
  euckr: 'euc-kr',
  'iso-8859-8-i': 'iso-8859-8',
  'unicode-1-1-utf-7': 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
};

/** Text in the named charset; an unknown name, or octets that are not that charset, are read as UTF-8 or windows-1252. */
export function decodeCharset(octets: Uint8Array, label: string | undefined): string {
  const name = label?.trim().toLowerCase() ?? '';
  const charset = Object.hasOwn(ALIASES, name) ? (ALIASES[name] ?? name) : name;
  if (charset === '' || charset === 'utf-8' || charset === 'utf8') return withoutMark(decodeLenient(octets));
  try {
    return withoutMark(new TextDecoder(charset).decode(octets));
  } catch {
    return withoutMark(decodeLenient(octets));
  }
}

const withoutMark = (text: string): string => (text.startsWith('\ufeff') ? text.slice(1) : text);
