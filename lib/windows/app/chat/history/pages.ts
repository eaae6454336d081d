import type { ChatMessage, HistoryPage } from '../../../../core/chat';

/** What a window has of a conversation: one piece without holes, oldest first. `more`: there is older. */
export type Loaded = { readonly messages: readonly ChatMessage[]; readonly more: boolean };

export const NOTHING: Loaded = { messages: [], more: true };

/** Index of the first message at or behind this place. */
export function indexOfPlace(messages: readonly ChatMessage[], place: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle]?.place ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The place from which on a page that ends before `before` tells everything there is. */
const startOf = (page: HistoryPage): number => (page.more ? (page.messages[0]?.place ?? 0) : 0);

/** True where between what is loaded and the newest page there may be messages that neither has. */
export function leavesGap({ messages }: Loaded, page: HistoryPage): boolean {
  const newest = messages.at(-1);
  return newest !== undefined && newest.place < startOf(page);
}

/**
 * Takes in a page that was asked for with `before`. The page is the truth about its range: what was known there and is
 * not in it was taken back. Where it leaves a gap, what is older is let go, and is loaded again when somebody scrolls.
 */
export function takeIn(loaded: Loaded, page: HistoryPage, before: number | undefined): Loaded {
  if (before === undefined && leavesGap(loaded, page)) return page;
  const { messages } = loaded;
  const start = indexOfPlace(messages, startOf(page));
  const end = before === undefined ? messages.length : indexOfPlace(messages, before);
  return {
    messages: [...messages.slice(0, start), ...page.messages, ...messages.slice(end)],
    more: page.more && (start === 0 || loaded.more),
  };
}

/** One message that is newer than its page: in its place, or behind all others. */
export function withMessage(loaded: Loaded, message: ChatMessage): Loaded {
  const at = indexOfPlace(loaded.messages, message.place);
  const known = loaded.messages[at]?.id === message.id ? 1 : 0;
  return { ...loaded, messages: loaded.messages.toSpliced(at, known, message) };
}
