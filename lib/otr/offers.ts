/** "Tagged plaintext messages": 16 octets of white space, then 8 for each version. */
const TAG = ' \t  \t\t\t\t \t \t \t  ';
const VERSION_TAGS = { '1': ' \t \t  \t ', '2': '  \t\t  \t ', '3': '  \t\t  \t\t' } as const;
const VERSION_TAG_LENGTH = 8;

/** The text with the willingness to use version 3 attached. */
export const withTag = (text: string): string => `${text}${TAG}${VERSION_TAGS['3']}`;

/** A text without its tag, and the versions that the tag offered: `undefined` where there is no tag. */
export function takeTag(text: string): { readonly text: string; readonly versions?: string } {
  const at = text.indexOf(TAG);
  if (at < 0) return { text };
  let end = at + TAG.length;
  let versions = '';
  for (;;) {
    const next = text.slice(end, end + VERSION_TAG_LENGTH);
    if (!/^[ \t]{8}$/.test(next)) break;
    // A version that nobody knows yet is white space too, and is passed over with the rest.
    versions += Object.entries(VERSION_TAGS).find(([, tag]) => tag === next)?.[0] ?? '';
    end += VERSION_TAG_LENGTH;
  }
  return { text: text.slice(0, at) + text.slice(end), versions };
}

/** "OTR Query Messages", followed by words for a person whose program knows no OTR. */
export const queryMessage = (words: string): string => (words === '' ? '?OTRv3?' : `?OTRv3? ${words}`);

/** The versions that a query offers, as in `'13'`; `undefined` where the text holds no query. */
export function readQuery(text: string): string | undefined {
  const found = /\?OTR(?:(\?)(?:v([^?\s]{0,32})\?)?|v([^?\s]{0,32})\?)/.exec(text);
  if (found === null) return undefined;
  return `${found[1] === undefined ? '' : '1'}${found[2] ?? found[3] ?? ''}`;
}
