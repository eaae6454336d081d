import { neutralLine } from './display-text';

const LIMIT = 120;
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
const ENDINGS: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'application/pgp-keys': '.asc',
  'image/gif': '.gif',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'message/rfc822': '.eml',
  'text/calendar': '.ics',
  'text/html': '.html',
  'text/plain': '.txt',
};

/**
 * A name under which a file may be shown and saved: the last step of any path, without the characters and
 * names that Windows, macOS or Linux give a meaning, at most 120 characters with its ending kept. [req 24]
 */
export function safeFileName(name: string | undefined, mediaType: string): string {
  const last = (name ?? '').split(/[\\/\u2044\u2215\u29f8\uff0f\uff3c]/).findLast((step) => step.trim() !== '') ?? '';
  const clean = neutralLine(last, 1_000)
    .replace(/[<>:"|?*%]/g, '_')
    .replace(/^[.\s~-]+/, '')
    .replace(/[.\s]+$/, '');
  const named = clean === '' ? `attachment${ENDINGS[mediaType] ?? ''}` : clean;
  return shorten(RESERVED.test(named) ? `_${named}` : named);
}

function shorten(name: string): string {
  if (name.length <= LIMIT) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : '';
  return `${name.slice(0, LIMIT - ending.length - 1).toWellFormed()}…${ending}`;
}
