/**
 * What may be drawn of a text that somebody else wrote (requirement 24): names, user ids, subjects.
 * The result is one line, without characters that reorder, hide or blank what stands beside them.
 * Right-to-left letters stay: the component that draws the text isolates it (`<bdi>`).
 */

/** Tabs, line ends and every kind of space become one plain space. */
const SPACES = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/gu;

/**
 * Controls, format characters (bidi, zero width, tags, soft hyphen), private use, lone surrogates, unassigned,
 * and letters that draw nothing (Hangul fillers, braille blank, Mongolian vowel separator).
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\u115f\u1160\u180e\u2800\u3164\uffa0]|[\u034f\u17b4\u17b5]/gu;

/** More than four marks on one letter climb over the lines above and below. */
const STACKED = /(\p{M}{4})\p{M}+/gu;

const VISIBLE = '\ufffd';
const DEFAULT_LENGTH = 300;

/** `text` on one line, every unseen character as U+FFFD, cut after `length` characters with an ellipsis. */
export function neutralise(text: string, length: number = DEFAULT_LENGTH): string {
  // Cut first by a generous bound, so that a huge text costs nothing.
  const bounded = text.slice(0, length * 8);
  const plain = bounded.replace(SPACES, ' ').replace(UNSEEN, VISIBLE).replace(STACKED, '$1').trim();
  const characters = [...plain];
  if (characters.length <= length && bounded.length === text.length) return plain;
  return `${characters.slice(0, length - 1).join('')}…`;
}

/** Controls, and what turns the direction of a line; joiners stay, of which emoji and Persian words are made. */
const UNSEEN_IN_TEXT = /(?![\n\t])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

/** A text of several lines that somebody else wrote, whole: what hides or reorders as U+FFFD. [req 24] */
export const neutraliseText = (text: string): string =>
  text.replaceAll('\r\n', '\n').replace(UNSEEN_IN_TEXT, VISIBLE).replace(STACKED, '$1');
