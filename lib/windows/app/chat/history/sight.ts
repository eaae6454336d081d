/**
 * What of the drawn messages is in sight. The box scrolls from its end (`column-reverse`): 0 is the newest message,
 * and what comes in above moves nothing. Each row carries `data-key`, each message `data-place`.
 */
export type Anchor = { readonly key: string; readonly top: number };
export type Edges = { readonly anchor: Anchor; readonly first: number; readonly last: number };

/** Pixels beyond the edge at which more is drawn, and within which one is at the end. */
const AHEAD = 800;
const END = 24;
/** Of a message at the lower edge so much must be seen to count. */
const SEEN = 12;

export const isAtEnd = (box: HTMLElement): boolean => box.scrollTop > -END;

const topOf = (element: Element): number => element.getBoundingClientRect().top;
const bottomOf = (element: Element): number => element.getBoundingClientRect().bottom;

export const isNearTop = (box: HTMLElement, list: HTMLElement): boolean => topOf(list) > topOf(box) - AHEAD;
export const isNearBottom = (box: HTMLElement, list: HTMLElement): boolean => bottomOf(list) < bottomOf(box) + AHEAD;

/** Index of the first row for which this holds; rows stand in order. */
function firstRow(rows: readonly HTMLElement[], holds: (row: HTMLElement) => boolean): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row === undefined || holds(row)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const placeOf = (row: HTMLElement): number | undefined => {
  const place = row.dataset['place'];
  return place === undefined ? undefined : Number(place);
};

/** The first row in sight and where it stands; places of the first and last message in sight. */
export function edgesOf(box: HTMLElement, list: HTMLElement): Edges | undefined {
  const rows = [...list.children] as HTMLElement[];
  const { top, bottom } = box.getBoundingClientRect();
  // A box without height (in tests) has everything in sight.
  const hasHeight = bottom > top;
  const from = hasHeight ? firstRow(rows, (row) => bottomOf(row) > top) : 0;
  const to = !hasHeight ? rows.length : firstRow(rows, (row) => topOf(row) > bottom - SEEN);
  const seen = rows.slice(Math.min(from, to), to);
  const places = seen.map(placeOf).filter((place) => place !== undefined);
  const [anchor] = seen;
  const [first, last] = [places[0], places.at(-1)];
  if (anchor === undefined || first === undefined || last === undefined) return undefined;
  return { anchor: { key: anchor.dataset['key'] ?? '', top: topOf(anchor) - top }, first, last };
}

/** Puts the row that was first in sight where it stood. */
export function keepInPlace(box: HTMLElement, list: HTMLElement, anchor: Anchor | undefined): void {
  if (anchor === undefined) return;
  const row = list.querySelector(`[data-key="${anchor.key}"]`);
  const moved = row === null ? 0 : topOf(row) - topOf(box) - anchor.top;
  if (Math.abs(moved) >= 1) box.scrollTop += moved;
}

/** The row of this place is drawn, and not above the upper edge. */
export function isDrawnBelow(box: HTMLElement, list: HTMLElement, place: number): boolean {
  const row = ([...list.children] as HTMLElement[]).find((one) => (placeOf(one) ?? -1) >= place);
  return row !== undefined && topOf(row) >= topOf(box);
}

/** Brings the row of this place (or the next one) near the upper edge. False where it is not drawn yet. */
export function scrollToRow(box: HTMLElement, list: HTMLElement, place: number): boolean {
  const rows = [...list.children] as HTMLElement[];
  const row = rows.find((one) => (placeOf(one) ?? -1) >= place);
  if (row === undefined) return false;
  box.scrollTop += topOf(row) - topOf(box) - box.clientHeight / 3;
  return true;
}
