import { type Direction, LINE_LIMITS } from './contract';
import { type Line, SAME, type Verdict } from './line';

/** One direction of one stream: what goes in comes out in its order, frames with their verdicts. */
export type Lane = {
  /** Answers the verdict where it is there at once and nothing waits before it; else `later` is called with it. */
  frame(text: string, later: (verdict: Verdict) => void): Verdict | undefined;
  /** Something without text that keeps its place among the frames: binary data, the end. */
  after(release: () => void): void;
  isEmpty(): boolean;
};

type Place = { verdict: Verdict | undefined; readonly release: (verdict: Verdict) => void; next: Place | undefined };

export function createLane(line: Line, stream: number, direction: Direction): Lane {
  let first: Place | undefined;
  let last: Place | undefined;
  let number = 0;
  let isDraining = false;

  const drain = () => {
    // What is released may bring the page to send or ask again: it queues, and this loop goes on to it.
    if (isDraining) return;
    isDraining = true;
    try {
      while (first?.verdict !== undefined) {
        const { release, verdict } = first;
        first = first.next;
        if (first === undefined) last = undefined;
        release(verdict);
      }
    } finally {
      isDraining = false;
    }
  };
  const add = (verdict: Verdict | undefined, release: (verdict: Verdict) => void): Place => {
    const place: Place = { verdict, release, next: undefined };
    if (last === undefined) first = place;
    else last.next = place;
    last = place;
    return place;
  };
  return {
    frame(text, later) {
      const isSeen = text.length <= LINE_LIMITS.frame;
      if (!isSeen) line.elsewhere('unreadable', '');
      let early: Verdict | undefined;
      let told = (verdict: Verdict) => {
        early = verdict;
      };
      const place = add(isSeen ? undefined : SAME, (verdict) => told(verdict));
      if (isSeen) {
        number += 1;
        line.hand(stream, number, direction, text, (verdict) => {
          place.verdict = verdict;
          drain();
        });
      } else drain();
      told = later;
      return early;
    },
    after(release) {
      add(SAME, release);
      drain();
    },
    isEmpty: () => first === undefined && !isDraining,
  };
}
