import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBackoff } from '../../../lib/net/backoff';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the pause before the next try', () => {
  it('doubles from one second to one minute, and is anything from a tenth of that to all of it', () => {
    fc.assert(
      fc.property(random, (drawn) => {
        const backoff = createBackoff(() => drawn);
        for (const most of [1, 2, 4, 8, 16, 32, 60, 60, 60]) {
          const pause = backoff.next('relay/unreachable');
          expect(pause).toBeGreaterThanOrEqual(most * 100);
          expect(pause).toBeLessThanOrEqual(most * 1_000);
        }
      }),
    );
  });

  it('reaches both ends of its range, so that clients spread over all of it', () => {
    expect(createBackoff(() => 0).next('relay/unreachable')).toBe(100);
    expect(createBackoff(() => 0.999_999).next('relay/unreachable')).toBeCloseTo(1_000, 0);
  });

  it('begins anew only once a connection held', () => {
    const backoff = createBackoff(() => 0.999_999);
    for (let time = 0; time < 5; time++) backoff.next('relay/unreachable');
    expect(backoff.next('relay/unreachable')).toBeGreaterThan(30_000);
    backoff.held();
    expect(backoff.next('relay/unreachable')).toBeLessThanOrEqual(1_000);
  });

  it('spreads everybody over three seconds where a relay restarts, once, and grows where it goes on saying so', () => {
    const pauses = [0, 0.5, 0.999_999].map((drawn) => createBackoff(() => drawn).next('relay/draining'));
    expect(pauses.map((pause) => Math.round(pause))).toEqual([300, 1_650, 3_000]);
    const backoff = createBackoff(() => 0.999_999);
    const many = Array.from({ length: 8 }, () => backoff.next('relay/draining'));
    expect(many.at(-1)).toBeGreaterThan(59_000);
  });

  it('is as long as the relay asks for, but never 49 days', () => {
    const backoff = createBackoff(() => 0);
    expect(backoff.next('relay/wait', 90_000)).toBe(90_000);
    expect(backoff.next('relay/wait', 2 ** 32 - 1)).toBe(300_000);
    expect(backoff.next('relay/wait', 1)).toBe(400);
  });
});
