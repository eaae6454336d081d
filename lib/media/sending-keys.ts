import { ratchet } from './derive-keys';
import { createFrameCipher, type FrameCipher } from './frame-cipher';
import { keyIdOf, STREAMS, type Stream } from './key-id';
import { MEDIA_LIMITS } from './limits';
import type { SenderKey } from './sender-key';
import type { Suite } from './suites';

/** One frame's right to be sealed: this counter is given once. */
export type Turn = { readonly cipher: FrameCipher; readonly kid: bigint; readonly counter: bigint };

/** One generation of a sender: a base key that is ratcheted, and a counter for each stream under each step. */
export type SendingKeys = {
  readonly generation: number;
  step(): number;
  /** A copy of the current base key. */
  announce(): SenderKey;
  /** One ratchet step; false where no step is left. */
  advance(): boolean;
  /** Takes the next counter, with a step when the counter is used up; `undefined` where no step is left. */
  take(stream: Stream): Turn | undefined;
  wipe(): void;
};

type Slot = { readonly cipher: FrameCipher; readonly kid: bigint; next: number };

export function createSendingKeys(suite: Suite, sender: number, generation: number, first: Uint8Array): SendingKeys {
  let base = first;
  let step = 0;
  const slots = new Map<Stream, Slot>();

  const closeSlots = (): void => {
    for (const { cipher } of slots.values()) cipher.wipe();
    slots.clear();
  };
  const advance = (): boolean => {
    if (step + 1 >= MEDIA_LIMITS.steps) return false;
    const next = ratchet(suite, base);
    base.fill(0);
    base = next;
    step += 1;
    closeSlots();
    return true;
  };
  const slotOf = (stream: Stream): Slot => {
    const known = slots.get(stream);
    if (known) return known;
    const kid = keyIdOf({ generation, step, sender, stream });
    const slot = { cipher: createFrameCipher(suite, base, kid), kid, next: 0 };
    slots.set(stream, slot);
    return slot;
  };

  return {
    generation,
    step: () => step,
    announce: () => ({ generation, step, key: base.slice() }),
    advance,
    take(stream) {
      if (!STREAMS.includes(stream)) return undefined;
      if (slotOf(stream).next >= MEDIA_LIMITS.framesPerKey && !advance()) return undefined;
      const slot = slotOf(stream);
      const counter = BigInt(slot.next);
      // Taken before anything can fail, and never given back: RFC 9605, 9.1.
      slot.next += 1;
      return { cipher: slot.cipher, kid: slot.kid, counter };
    },
    wipe() {
      closeSlots();
      base.fill(0);
      step = MEDIA_LIMITS.steps;
    },
  };
}
