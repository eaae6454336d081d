import { createJoiner, type Joiner } from '../inline/joiner';
import type { InlinePart } from '../inline/part';

/** What becomes of the element that holds a part. */
export type Gathered =
  /** The message is whole. It is shown at `at`; the other elements show nothing. */
  | {
      readonly state: 'whole';
      readonly octets: Uint8Array;
      readonly at: HTMLElement;
      readonly all: readonly HTMLElement[];
    }
  | { readonly state: 'waiting' };

/** Messages whose elements are remembered. */
const MOST = 256;

/** Joins parts that stand in several elements of a page: one joiner for each sender, as far as the page tells who. */
export function createParts(now: () => number) {
  const joiners = new Map<string, Joiner>();
  const elements = new Map<string, Map<number, HTMLElement>>();

  const joinerOf = (sender: string): Joiner => {
    const known = joiners.get(sender) ?? createJoiner({ now });
    joiners.set(sender, known);
    return known;
  };

  return {
    add(element: HTMLElement, part: InlinePart, mine: boolean | undefined): Gathered {
      const sender = String(mine);
      const key = `${sender} ${part.id}/${part.count}/${part.total}`;
      const places = elements.get(key) ?? new Map<number, HTMLElement>();
      places.set(part.place, element);
      elements.delete(key);
      elements.set(key, places);
      const [oldest] = elements.keys();
      if (elements.size > MOST && oldest !== undefined) elements.delete(oldest);

      const joined = joinerOf(sender).add(part);
      if (joined.state !== 'whole') return { state: 'waiting' };
      const there = [...places].filter(([, one]) => one.isConnected).toSorted(([one], [other]) => one - other);
      const all = there.map(([, one]) => one);
      return { state: 'whole', octets: joined.octets, at: all[0] ?? element, all };
    },
  };
}
