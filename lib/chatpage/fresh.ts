import type { OpenConversation } from '../sites/chats/site';

/** After a conversation is shown pages fetch what was said before: so long nothing of it is new. */
const FIRST_LOOK_MS = 1_500;
/** What comes in larger heaps is history. */
const HEAP = 4;
/** CSS pixels from the end of what scrolls: history is put at the other end. */
const NEAR_END = 600;
const REMEMBERED = 5_000;

/**
 * Whether a sealed text came just now, or stood in the page before. Only what is new is answered by itself: a request
 * of last week, fetched from the archive, is not.
 */
export function createFresh(now: () => number) {
  const openedAt = now();
  const seen = new Set<string>();
  let turn = Number.NaN;
  let inTurn = 0;

  return {
    /** `name` is of the text: one that is drawn anew is not new. */
    isFresh(name: string, element: HTMLElement, { list }: Pick<OpenConversation, 'list'>): boolean {
      const isKnown = seen.has(name);
      seen.add(name);
      const [oldest] = seen;
      if (seen.size > REMEMBERED && oldest !== undefined) seen.delete(oldest);
      const at = Math.floor(now() / 50);
      inTurn = at === turn ? inTurn + 1 : 1;
      turn = at;
      if (isKnown || now() - openedAt < FIRST_LOOK_MS || inTurn > HEAP) return false;
      return list === undefined || isNearEnd(element, list);
    },
  };
}

/** The end is where the box is: below, also in lists that are laid out upside down. */
function isNearEnd(element: HTMLElement, list: HTMLElement): boolean {
  const { scrollHeight, clientHeight, scrollTop } = list;
  if (scrollHeight <= clientHeight) return true;
  // In a reversed list `scrollTop` is 0 at the end and negative before it.
  const below = scrollTop < 0 ? -scrollTop : scrollHeight - clientHeight - scrollTop;
  const isReversed = scrollTop <= 0 && getComputedStyle(list).flexDirection === 'column-reverse';
  const hiddenBelow = isReversed ? -scrollTop : below;
  const distance = list.getBoundingClientRect().bottom + hiddenBelow - element.getBoundingClientRect().bottom;
  return distance <= NEAR_END;
}
