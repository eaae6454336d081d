import type { TicketId } from '../core/brand';
import type { CallId, CallPlace } from '../core/calls';
import { PAGE_CALL_LIMITS } from './limits';

type Octets = Uint8Array<ArrayBuffer>;
type Learn = { readonly number: number; readonly place: CallPlace; readonly octets: Octets };

/**
 * Media keys of others between the channel and the frame: in the background's memory alone, wiped when the frame has
 * them. What is lost with the background is asked for again.
 */
export type HeldKeys = {
  /** Before there is a frame. */
  hold(call: CallId, place: CallPlace, announcement: Octets): void;
  release(call: CallId, place: CallPlace): readonly Octets[];
  /** Octets of an order to learn. */
  give(frame: TicketId, learn: Learn): void;
  given(frame: TicketId, number: number): Octets | undefined;
  /** The frame has all up to this number. */
  taken(frame: TicketId, number: number): void;
  /** Whether something of this place is here. */
  has(call: CallId, frame: TicketId | undefined, place: CallPlace): boolean;
  forget(call: CallId, place: CallPlace): void;
  forgetFrame(frame: TicketId): void;
  clear(): void;
};

export function createHeldKeys(): HeldKeys {
  const waiting = new Map<string, readonly Octets[]>();
  const learns = new Map<TicketId, readonly Learn[]>();
  const nameOf = (call: CallId, place: CallPlace) => `${call} ${place}`;
  const learnsOf = (frame: TicketId) => learns.get(frame) ?? [];
  const keep = (frame: TicketId, kept: readonly Learn[]): void => {
    for (const learn of learnsOf(frame)) if (!kept.includes(learn)) learn.octets.fill(0);
    if (kept.length === 0) learns.delete(frame);
    else learns.set(frame, kept);
  };
  const release = (call: CallId, place: CallPlace): readonly Octets[] => {
    const held = waiting.get(nameOf(call, place)) ?? [];
    waiting.delete(nameOf(call, place));
    return held;
  };
  const wipe = (list: readonly Octets[]): void => {
    for (const octets of list) octets.fill(0);
  };

  return {
    hold(call, place, announcement) {
      const all = [...release(call, place), announcement];
      wipe(all.slice(0, -PAGE_CALL_LIMITS.held));
      waiting.set(nameOf(call, place), all.slice(-PAGE_CALL_LIMITS.held));
    },
    release,
    give: (frame, learn) => void learns.set(frame, [...learnsOf(frame), learn]),
    given: (frame, number) => learnsOf(frame).find((learn) => learn.number === number)?.octets,
    taken: (frame, number) =>
      keep(
        frame,
        learnsOf(frame).filter((learn) => learn.number > number),
      ),
    has: (call, frame, place) =>
      waiting.has(nameOf(call, place)) ||
      (frame !== undefined && learnsOf(frame).some((learn) => learn.place === place)),
    forget: (call, place) => wipe(release(call, place)),
    forgetFrame: (frame) => keep(frame, []),
    clear() {
      for (const held of waiting.values()) wipe(held);
      waiting.clear();
      for (const frame of [...learns.keys()]) keep(frame, []);
    },
  };
}
