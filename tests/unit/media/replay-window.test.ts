import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEDIA_LIMITS } from '../../../lib/media/limits';
import { createReplayWindow } from '../../../lib/media/replay-window';

/** The same by a set of everything that ever came. */
function createModel(size: number) {
  const seen = new Set<number>();
  return {
    accept(counter: number) {
      const highest = Math.max(-1, ...seen);
      if (counter <= highest - size) return 'too-old';
      if (seen.has(counter)) return 'replayed';
      seen.add(counter);
      return 'new';
    },
  };
}

describe('the replay window', () => {
  it('says of every counter what a list of all counters would say', () => {
    const counters = fc.array(fc.oneof(fc.nat({ max: 200 }), fc.nat({ max: 70 }), fc.nat({ max: 5_000 })), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(counters, (list) => {
        const [window, model] = [createReplayWindow(64), createModel(64)];
        for (const counter of list) {
          const expected = model.accept(counter);
          expect(window.look(counter)).toBe(expected);
          expect(window.accept(counter)).toBe(expected);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('takes frames that come as late as the limit, and no later', () => {
    const window = createReplayWindow();
    window.accept(MEDIA_LIMITS.replayWindow + 9);
    expect(window.accept(10)).toBe('new');
    expect(window.accept(10)).toBe('replayed');
    expect(window.accept(9)).toBe('too-old');
  });

  it('changes nothing by looking', () => {
    const window = createReplayWindow();
    window.accept(5);
    const before = window.state();
    for (const counter of [0, 5, 6, 90_000]) window.look(counter);
    expect(window.state()).toEqual(before);
  });
});
