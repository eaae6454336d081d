/** A name that every file system takes: no path, no control or bidi characters, no leading dot. [req 24] */
export function safeFileName(name: string): string {
  const bare = name
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/[/\\:*?"<>|]/g, '_')
    .replace(/^[.\s]+/, '')
    .trim();
  return bare === '' ? 'attachment' : bare.slice(-200);
}
