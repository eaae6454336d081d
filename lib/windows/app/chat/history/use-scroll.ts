import type { RefObject } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { HistoryLoader, HistoryState } from './create-history';
import {
  type Anchor,
  edgesOf,
  isAtEnd,
  isDrawnBelow,
  isNearBottom,
  isNearTop,
  keepInPlace,
  scrollToRow,
} from './sight';
import { around, bounds, grownDown, grownUp, isLong, type Slice } from './slice';

export type Scrolling = {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly list: RefObject<HTMLOListElement | null>;
  readonly slice: Slice;
  /** The newest message is in sight, and stays so. */
  readonly atEnd: boolean;
  /** Place of the last message in sight. */
  readonly lastSeen: number | undefined;
  readonly onScroll: () => void;
  readonly toEnd: () => void;
  /** Brings this place into the middle. */
  readonly toPlace: (place: number) => void;
};

/**
 * Where the history stands. At the newest message it stays there whatever comes; elsewhere what is in sight does not
 * move while messages are drawn above or below it. Only a part of all messages is drawn; it grows where one scrolls to.
 * @param unreadFrom place of the first unread message: it opens there where not all that is new fits
 */
export function useScroll(
  { messages, more, older, phase }: HistoryState,
  loader: HistoryLoader,
  unreadFrom: number | undefined,
): Scrolling {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const [slice, setSlice] = useState<Slice>(undefined);
  const [atEnd, setAtEnd] = useState(true);
  const [lastSeen, setLastSeen] = useState<number>();
  const stands = useRef<'at-end' | 'elsewhere'>('at-end');
  const anchor = useRef<Anchor>(undefined);
  const wanted = useRef<number>(undefined);
  const opening = useRef<'done' | undefined>(undefined);
  const [start, end] = bounds(messages, slice);

  /** Remembers what is in sight, and draws more where its edge is near. */
  const follow = (): void => {
    const [box, rows] = [scroller.current, list.current];
    if (box === null || rows === null) return;
    stands.current = end === messages.length && isAtEnd(box) ? 'at-end' : 'elsewhere';
    setAtEnd(stands.current === 'at-end');
    const edges = edgesOf(box, rows);
    anchor.current = edges?.anchor;
    setLastSeen(edges?.last);
    loader.look(stands.current === 'at-end' || edges === undefined ? undefined : edges);
    // Nothing is laid out yet.
    if (box.clientHeight === 0) return;
    if (stands.current === 'at-end' && isLong(messages, slice)) setSlice(undefined);
    else if (isNearTop(box, rows) && start > 0) setSlice(grownUp(messages, slice));
    else if (isNearTop(box, rows) && more && older === 'idle') loader.loadOlder();
    else if (isNearBottom(box, rows) && end < messages.length) setSlice(grownDown(messages, slice));
  };

  const toEnd = useCallback(() => {
    stands.current = 'at-end';
    wanted.current = undefined;
    setSlice(undefined);
    setAtEnd(true);
    if (scroller.current !== null) scroller.current.scrollTop = 0;
  }, []);
  const latest = useRef(messages);
  latest.current = messages;
  const toPlace = useCallback((place: number) => {
    stands.current = 'elsewhere';
    wanted.current = place;
    setSlice(around(latest.current, place));
  }, []);

  useLayoutEffect(() => {
    const [box, rows] = [scroller.current, list.current];
    if (box === null || rows === null) return;
    if (opening.current === undefined && phase === 'ready') {
      opening.current = 'done';
      // Nothing is told of what was in sight for no longer than this.
      if (unreadFrom !== undefined && !isDrawnBelow(box, rows, unreadFrom)) return toPlace(unreadFrom);
    }
    const place = wanted.current;
    if (place !== undefined) {
      if (!scrollToRow(box, rows, place)) return;
      wanted.current = undefined;
    } else if (stands.current === 'at-end') box.scrollTop = 0;
    else keepInPlace(box, rows, anchor.current);
    follow();
  }, [messages, slice, older, phase]);

  useLayoutEffect(() => {
    const rows = list.current;
    if (rows === null || typeof ResizeObserver === 'undefined') return;
    // A picture came in above, or the window was made smaller.
    const observer = new ResizeObserver(() => {
      const box = scroller.current;
      if (box !== null && stands.current === 'elsewhere') keepInPlace(box, rows, anchor.current);
    });
    observer.observe(rows);
    return () => observer.disconnect();
  }, [list.current === null]);

  useEffect(() => () => loader.look(undefined), [loader]);
  return { scroller, list, slice, atEnd, lastSeen, onScroll: follow, toEnd, toPlace };
}
