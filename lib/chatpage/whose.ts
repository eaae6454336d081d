import { upwards } from '../sites/chats/deep';
import type { OpenConversation } from '../sites/chats/site';

const MINE = /^(?:self|own|mine|me|outgoing|sent|from-?me|is-?me|by-?me|my-?message|message-?(?:out|own|self|sent))$/i;
const THEIRS = /^(?:incoming|received|other|them|from-?them|message-?(?:in|received))$/i;
/** Of the width of the list: a bubble that leaves so much free at one side belongs to the other. */
const LEANS = 0.2;
/** Milliseconds for which what a site file says of all messages is used again. */
const REMEMBERED_MS = 100;

/**
 * Whether a message is mine, as the page shows it: a hint, never believed. `told` asks for no layout; `leans` does.
 * `undefined` where nothing tells.
 */
export function createWhose(conversation: () => OpenConversation, now: () => number) {
  let known = new Map<HTMLElement, boolean | undefined>();
  let knownAt = Number.NEGATIVE_INFINITY;
  const bySite = () => {
    if (now() - knownAt > REMEMBERED_MS) {
      known = new Map(
        conversation()
          .messages()
          .map(({ element, mine }) => [element, mine]),
      );
      knownAt = now();
    }
    return known;
  };
  const endOf = ({ list, key }: OpenConversation) => list ?? key;

  return {
    told(element: HTMLElement): boolean | undefined {
      const site = bySite();
      const end = endOf(conversation());
      for (const around of upwards(element)) {
        if (around === end) return undefined;
        const mine = site.get(around);
        if (mine !== undefined) return mine;
        const words = [...around.classList, around.dataset.direction ?? ''];
        if (words.some((word) => MINE.test(word))) return true;
        if (words.some((word) => THEIRS.test(word))) return false;
      }
      return undefined;
    },
    leans(element: HTMLElement): boolean | undefined {
      const room = endOf(conversation()).getBoundingClientRect();
      const { left, right } = element.getBoundingClientRect();
      const [before, after] = [(left - room.left) / room.width, (room.right - right) / room.width];
      if (before > LEANS && after < LEANS / 2) return true;
      if (after > LEANS && before < LEANS / 2) return false;
      return undefined;
    },
  };
}
