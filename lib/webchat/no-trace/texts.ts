import { sha256 } from '@noble/hashes/sha2.js';
import type { LineView } from '../../core/webchat';
import { toHex } from '../../core/wire/ids';

/** The oldest go: whoever writes without end does not fill the memory. */
const MOST_LINES = 1_000;
const MOST_CHARACTERS = 2_000_000;
const MOST_HANDLED = 20_000;

/** What each text of the page was, in memory alone. */
export type Texts = {
  find(text: string): LineView | undefined;
  /** Whether it was handled, also where what it said is gone. */
  wasHandled(text: string): boolean;
  keep(text: string, line: LineView): void;
  /** Words are gone; that the texts were handled is not. */
  forgetWords(): void;
};

/** A page may change white space, and OTR has none that counts but in words for people. */
const markOf = (text: string): string =>
  toHex(sha256(new TextEncoder().encode(text.replace(/\s+/g, ' ').trim())).subarray(0, 16));

export function createTexts(): Texts {
  const lines = new Map<string, LineView>();
  const handled = new Set<string>();
  let characters = 0;
  const sizeOf = (line: LineView | undefined): number => (line?.kind === 'text' ? line.text.length : 0);
  return {
    find: (text) => lines.get(markOf(text)),
    wasHandled: (text) => handled.has(markOf(text)),
    keep(text, line) {
      const mark = markOf(text);
      characters += sizeOf(line) - sizeOf(lines.get(mark));
      lines.set(mark, line);
      handled.add(mark);
      for (const [oldest, one] of lines) {
        if (lines.size <= MOST_LINES && characters <= MOST_CHARACTERS) break;
        lines.delete(oldest);
        characters -= sizeOf(one);
      }
      for (const oldest of handled) {
        if (handled.size <= MOST_HANDLED) break;
        handled.delete(oldest);
      }
    },
    forgetWords() {
      lines.clear();
      characters = 0;
    },
  };
}
