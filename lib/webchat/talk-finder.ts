import type { TalkId } from '../core/webchat';
import type { Book } from './book';
import type { Place } from './contract';
import { isBlank, placeKey } from './place';
import type { Talk } from './talk';

/**
 * Which talk a place is of. Pages of unknown chats name a conversation by address and heading, and may name it anew:
 * a place where nobody was chosen, and all of whose sealed lines belong to one talk of this origin, is that talk's.
 */
export type TalkFinder = {
  /** In a step. */
  at(place: Place): Promise<Talk>;
  /** A line of this talk stands at this place. True: the box may be of another talk now. */
  saw(place: Place, talk: Talk): Promise<boolean>;
  forget(): void;
};

export function createTalkFinder(book: Pick<Book, 'talk' | 'talkAt'>): TalkFinder {
  const seen = new Map<string, Set<TalkId>>();
  return {
    async at(place) {
      const own = await book.talkAt(place);
      const [only, ...others] = seen.get(placeKey(place)) ?? [];
      // The address of an XMPP conversation is who it is with: no line says it better.
      if (place.protocol === 'xmpp' || !isBlank(own) || only === undefined || others.length > 0) return own;
      return (await book.talk(only)) ?? own;
    },

    async saw(place, talk) {
      const key = placeKey(place);
      const talks = seen.get(key) ?? new Set();
      if (talks.has(talk.id)) return false;
      seen.set(key, talks.add(talk.id));
      return place.protocol === 'text' && isBlank(await book.talkAt(place));
    },

    forget: () => seen.clear(),
  };
}
