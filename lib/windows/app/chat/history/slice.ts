import type { ChatMessage } from '../../../../core/chat';
import { indexOfPlace } from './pages';

/**
 * The part of the loaded messages that is drawn, by places, so that it stays where it is while older ones come.
 * `undefined`: the newest ones.
 */
export type Slice = { readonly from: number; readonly to: number | undefined } | undefined;

/** Messages drawn at the newest end, at most at once, and added at an edge. */
export const NEAR_END = 80;
const MOST = 240;
const STEP = 60;

/** Indexes, the second one not included. */
export function bounds(messages: readonly ChatMessage[], slice: Slice): readonly [number, number] {
  if (slice === undefined) return [Math.max(0, messages.length - NEAR_END), messages.length];
  const start = indexOfPlace(messages, slice.from);
  // Much may arrive below somebody who reads further up: it is drawn when they scroll down.
  const end = slice.to === undefined ? messages.length : indexOfPlace(messages, slice.to + 1);
  return [start, Math.min(end, start + MOST)];
}

/** `end` behind the newest means: with everything that will come. */
function sliceAt(messages: readonly ChatMessage[], start: number, end: number): Slice {
  const from = messages[Math.max(0, start)]?.place ?? 0;
  return { from, to: end >= messages.length ? undefined : messages[end - 1]?.place };
}

/** At the newest end what was scrolled past is let go in time, so that what comes is always drawn. */
export const isLong = (messages: readonly ChatMessage[], slice: Slice): boolean =>
  slice !== undefined && slice.to === undefined && messages.length - indexOfPlace(messages, slice.from) > MOST - STEP;

export function grownUp(messages: readonly ChatMessage[], slice: Slice): Slice {
  const [start, end] = bounds(messages, slice);
  const next = Math.max(0, start - STEP);
  return sliceAt(messages, next, Math.min(end, next + MOST));
}

export function grownDown(messages: readonly ChatMessage[], slice: Slice): Slice {
  const [start, end] = bounds(messages, slice);
  const next = Math.min(messages.length, end + STEP);
  return sliceAt(messages, Math.max(start, next - MOST), next);
}

export function around(messages: readonly ChatMessage[], place: number): Slice {
  const at = indexOfPlace(messages, place);
  return sliceAt(messages, at - STEP, at + STEP);
}
