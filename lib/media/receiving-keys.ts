import { equalBytes } from '@noble/ciphers/utils.js';
import { ratchet } from './derive-keys';
import { createFrameCipher, type FrameCipher } from './frame-cipher';
import { keyIdOf, type Stream } from './key-id';
import { MEDIA_LIMITS } from './limits';
import { createReplayWindow, type ReplayWindow } from './replay-window';
import type { SenderKey } from './sender-key';
import type { Suite } from './suites';

export type Slot = { readonly cipher: FrameCipher; readonly window: ReplayWindow; readonly step: number };

/** One generation of one sender, as a receiver has it. Times are milliseconds of the receiver's clock. */
export type ReceivingKeys = {
  readonly generation: number;
  /** Whether this key is of the same chain; `over` where its step is, and nothing is known of it any more. */
  compare(key: SenderKey): 'same' | 'other' | 'over';
  /** The key of a step and stream: `undefined` for steps that are over or never were mine. Looking changes nothing. */
  find(step: number, stream: Stream): Slot | undefined;
  /** A frame of this step, which was found here, was authenticated: earlier steps are over 2 s later. */
  reach(step: number, now: number): void;
  /** The whole generation is over at this time, or at an earlier one. */
  endAt(time: number): void;
  /** Forgets what is over; false where that is everything. */
  sweep(now: number): boolean;
  state(): ReceivingState;
  wipe(): void;
};

export type ReceivingState = {
  readonly generation: number;
  /** The earliest step that still opens, and the highest of which a frame came. */
  readonly from: number;
  readonly reached: number;
  readonly windows: ReadonlyArray<{ readonly key: string } & ReturnType<ReplayWindow['state']>>;
};

export function createReceivingKeys(suite: Suite, sender: number, first: SenderKey): ReceivingKeys {
  const { generation } = first;
  /** Base keys by step, as far as they were needed; an entry is wiped when its step is over. */
  const bases = new Map<number, Uint8Array>([[first.step, first.key.slice()]]);
  /** When steps below a step are over. */
  let overtaken: ReadonlyArray<{ readonly below: number; readonly at: number }> = [];
  const slots = new Map<string, Slot>();
  let from = first.step;
  let reached = first.step;
  let end = Number.POSITIVE_INFINITY;

  /** Steps ahead are derived when somebody names them: at most 15 for a generation, whoever asks. */
  const baseOf = (step: number): Uint8Array | undefined => {
    if (step < from || step >= MEDIA_LIMITS.steps) return undefined;
    const known = bases.get(step);
    if (known) return known;
    const before = baseOf(step - 1);
    if (before === undefined) return undefined;
    const base = ratchet(suite, before);
    bases.set(step, base);
    return base;
  };
  const drop = (below: number): void => {
    for (const [step, base] of bases) {
      if (step >= below) continue;
      base.fill(0);
      bases.delete(step);
    }
    for (const [key, { cipher, step }] of slots) {
      if (step >= below) continue;
      cipher.wipe();
      slots.delete(key);
    }
    from = Math.max(from, below);
  };

  return {
    generation,
    compare(key) {
      if (key.step < from) return 'over';
      const base = baseOf(key.step);
      return base !== undefined && equalBytes(base, key.key) ? 'same' : 'other';
    },
    find(step, stream) {
      const key = `${step} ${stream}`;
      const known = slots.get(key);
      if (known) return known;
      const base = baseOf(step);
      if (base === undefined) return undefined;
      const kid = keyIdOf({ generation, step, sender, stream });
      const slot = { cipher: createFrameCipher(suite, base, kid), window: createReplayWindow(), step };
      slots.set(key, slot);
      return slot;
    },
    reach(step, now) {
      if (step <= reached) return;
      reached = step;
      overtaken = [...overtaken, { below: step, at: now + MEDIA_LIMITS.overlapMs }];
    },
    endAt(time) {
      end = Math.min(end, time);
    },
    sweep(now) {
      for (const { below, at } of overtaken) if (now >= at) drop(below);
      overtaken = overtaken.filter(({ at }) => now < at);
      return now < end;
    },
    state: () => ({
      generation,
      from,
      reached,
      windows: [...slots]
        .map(([key, { window }]) => ({ key, ...window.state() }))
        .filter(({ highest }) => highest >= 0)
        .toSorted((one, other) => (one.key < other.key ? -1 : 1)),
    }),
    wipe: () => drop(MEDIA_LIMITS.steps),
  };
}
