import { describe, expect, it } from 'vitest';
import { createSentWatch } from '../../../lib/callpage/sent';

/** Looks at [sent, passed] one after another; the largest surplus. */
const most = (lag: number, looks: ReadonlyArray<readonly [sent: number, passed: number]>): number => {
  const watch = createSentWatch('video', lag);
  return Math.max(...looks.map(([sent, passed]) => watch.look(sent, passed)));
};

describe('what was sent past us', () => {
  it('is told where octets go out and none go through us', () => {
    expect(
      most(
        0,
        [0, 8_000, 16_000, 24_000].map((sent) => [sent, 500] as const),
      ),
    ).toBe(16_000);
  });

  it('is nothing while frames go through us, however much more the browser repeats', () => {
    expect(
      most(
        0,
        [0, 1, 2, 3, 4, 5].map((at) => [at * 50_000, at * 100] as const),
      ),
    ).toBe(0);
  });

  it('waits for counts that come late', () => {
    const late = [0, 1, 2, 3, 4, 5, 6].map((at) => [at * 10_000, Math.max(0, at - 2) * 10_000] as const);
    expect(most(2, late)).toBe(0);
  });

  it('begins anew when the browser counts anew', () => {
    expect(
      most(0, [
        [90_000, 9],
        [0, 0],
        [5_000, 0],
        [5_500, 0],
      ]),
    ).toBe(0);
  });
});
