import { MEDIA_LIMITS } from './limits';

export type Seen = 'new' | 'replayed' | 'too-old';

/** Which counters of one key were accepted: RFC 3711, 3.3.2, as a ring of bits. */
export type ReplayWindow = {
  look(counter: number): Seen;
  /** To be called for authenticated frames only. */
  accept(counter: number): Seen;
  /** The highest accepted counter (-1: none) and a copy of the bits. */
  state(): { readonly highest: number; readonly bits: Uint32Array };
};

export function createReplayWindow(size: number = MEDIA_LIMITS.replayWindow): ReplayWindow {
  const bits = new Uint32Array(size / 32);
  let highest = -1;

  const word = (counter: number): number => Math.floor((counter % size) / 32);
  const mask = (counter: number): number => 1 << (counter % 32);
  const look = (counter: number): Seen => {
    if (counter > highest) return 'new';
    if (counter <= highest - size) return 'too-old';
    return ((bits[word(counter)] ?? 0) & mask(counter)) === 0 ? 'new' : 'replayed';
  };

  return {
    look,
    accept(counter) {
      const seen = look(counter);
      if (seen !== 'new') return seen;
      if (counter > highest) {
        // What was passed over is open again, one turn of the ring at most.
        if (counter - highest >= size) bits.fill(0);
        else for (let at = highest + 1; at < counter; at++) bits[word(at)] = (bits[word(at)] ?? 0) & ~mask(at);
        highest = counter;
      }
      bits[word(counter)] = (bits[word(counter)] ?? 0) | mask(counter);
      return 'new';
    },
    state: () => ({ highest, bits: bits.slice() }),
  };
}
