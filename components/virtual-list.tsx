import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import './virtual-list.css';

type VirtualListProps<Item> = {
  readonly label: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  /** Height of every row in CSS pixels. */
  readonly rowHeight: number;
  readonly draw: (item: Item) => ComponentChildren;
};

/** Rows beyond the edge, so that a fast scroll shows no gap and Tab finds the next row. */
const BEYOND = 6;
/** Lists this short are drawn whole. */
const WHOLE = 60;

/** A long list that draws only the rows in sight and keeps the height of all of them. Scrolls with the page. */
export function VirtualList<Item>({ label, items, keyOf, rowHeight, draw }: VirtualListProps<Item>) {
  const list = useRef<HTMLUListElement>(null);
  const [range, setRange] = useState<readonly [number, number]>([0, WHOLE]);
  const whole = items.length <= WHOLE;
  useLayoutEffect(() => {
    if (whole) return;
    const follow = () => {
      const top = list.current?.getBoundingClientRect().top ?? 0;
      const first = Math.max(0, Math.floor(-top / rowHeight) - BEYOND);
      setRange([first, first + Math.ceil(innerHeight / rowHeight) + 2 * BEYOND]);
    };
    follow();
    addEventListener('scroll', follow, { passive: true, capture: true });
    addEventListener('resize', follow);
    return () => {
      removeEventListener('scroll', follow, { capture: true });
      removeEventListener('resize', follow);
    };
  }, [whole, rowHeight]);
  const [first, last] = whole ? [0, items.length] : range;
  const shown = items.slice(first, last);
  return (
    <ul
      ref={list}
      class="virtual-list"
      aria-label={label}
      style={{
        paddingBlockStart: `${first * rowHeight}px`,
        paddingBlockEnd: `${Math.max(0, items.length - first - shown.length) * rowHeight}px`,
      }}
    >
      {shown.map((item, index) => (
        <li
          key={keyOf(item)}
          aria-setsize={items.length}
          aria-posinset={first + index + 1}
          style={{ blockSize: `${rowHeight}px` }}
        >
          {draw(item)}
        </li>
      ))}
    </ul>
  );
}
