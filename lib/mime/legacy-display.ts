const MARK = 'header-protection-legacy-display';

/** Text without the copy of the header that was put on top for old readers: up to the first empty line (RFC 9788, 4.5.3). */
export function withoutLegacyText(text: string): string {
  const end = /\n[ \t]*\n/.exec(text);
  return end ? text.slice(end.index + end[0].length) : text;
}

/** HTML without the first `div` of that class, if nothing visible stands before it (RFC 9788, 4.5.3). */
export function withoutLegacyHtml(html: string): string {
  const open = /<div\b[^>]{0,200}>/i.exec(html);
  if (!open?.[0].includes(MARK)) return html;
  const tag = /<(\/?)div\b[^>]*>/gi;
  tag.lastIndex = open.index;
  let depth = 0;
  for (let match = tag.exec(html); match; match = tag.exec(html)) {
    depth += match[1] === '/' ? -1 : 1;
    if (depth === 0) return html.slice(0, open.index) + html.slice(tag.lastIndex);
  }
  return html;
}
