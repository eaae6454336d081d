import { neutralise } from '../../../../core/display-text';

/** Characters before and after what was found. */
const BEFORE = 30;
const LENGTH = 140;

const wordsOf = (query: string): readonly string[] => query.toLowerCase().split(/\s+/).filter(Boolean);

/** The part of a text around what was found, on one line. */
export function snippet(text: string, query: string): string {
  const lower = text.toLowerCase();
  const places = wordsOf(query)
    .map((word) => lower.indexOf(word))
    .filter((place) => place >= 0);
  const start = Math.max(0, Math.min(...places, text.length) - BEFORE);
  const from = places.length === 0 ? 0 : start;
  return `${from > 0 ? '…' : ''}${neutralise(text.slice(from, from + LENGTH * 2), LENGTH)}`;
}

type Part = { readonly text: string; readonly isMarked: boolean };

/** The text cut at the words that were looked for. */
export function markedParts(text: string, query: string): readonly Part[] {
  const words = wordsOf(query).toSorted((left, right) => right.length - left.length);
  if (words.length === 0) return [{ text, isMarked: false }];
  const pattern = new RegExp(`(${words.map((word) => RegExp.escape(word)).join('|')})`, 'giu');
  return text
    .split(pattern)
    .map((part, index) => ({ text: part, isMarked: index % 2 === 1 }))
    .filter((part) => part.text !== '');
}
