/** A piece of text, or an address in it that can be opened. */
export type TextPiece = { readonly text: string; readonly href?: string; readonly host?: string };

/** Above this many characters text is drawn as one piece: looking for links would delay the painting. */
export const LINKIFY_BELOW = 200_000;

/** Only whole, plain web addresses: no control or bidi characters, no spaces, no quotes. */
const ADDRESS = /https?:\/\/[^\s<>"'`{}|\\^\p{Cc}\p{Cf}]+/giu;
const TRAILING = /[.,;:!?)\]}]+$/;

/**
 * Splits text at its web addresses. The text itself is never altered; `host` is the name that the browser would
 * really ask, in ASCII, so that a look-alike shows itself. [req 24]
 */
export function linkify(text: string): readonly TextPiece[] {
  if (text.length > LINKIFY_BELOW || !/https?:\/\//i.test(text)) return [{ text }];
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    const url = URL.parse(address);
    if (url === null || url.username !== '' || url.password !== '') continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
    pieces.push({ text: address, href: url.href, host: url.host });
    end = match.index + address.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

/** A closing bracket belongs to the address only where it was opened inside it. */
function trimmed(address: string): string {
  const bare = address.replace(TRAILING, '');
  return bare.includes('(') && address.startsWith(`${bare})`) ? `${bare})` : bare;
}
