import type { TalkId } from '../core/webchat';
import { isTheirsAlone } from './agreement/state';
import type { Talk } from './talk';

/** Talks of one origin that its page can make without the person: greetings by somebody new, each at a place of its own. */
const MOST_TALKS = 1_000;

/**
 * A talk in which the person did nothing, and no key and no word is: nobody chosen, nothing written, begun, answered or
 * ended. All that it holds is what somebody asked, and the page shows that again.
 */
const isSpare = ({ peer, draft, waiting, outgoing = [], lines, agreement }: Talk): boolean =>
  peer === undefined &&
  draft === '' &&
  waiting.length === 0 &&
  outgoing.length === 0 &&
  (lines?.texts ?? 0) === 0 &&
  isTheirsAlone(agreement);

/** What goes for a new talk: spare ones of its origin, those first that come first. */
export function surplusTalks(talks: Iterable<Talk>, made: Talk, most = MOST_TALKS): readonly TalkId[] {
  const others = [...talks].filter(({ id, origin }) => origin === made.origin && id !== made.id);
  if (others.length < most) return [];
  const spare = others.filter(isSpare);
  const room = most - (isSpare(made) ? 1 : 0);
  return spare.slice(0, Math.max(0, spare.length - room)).map(({ id }) => id);
}
