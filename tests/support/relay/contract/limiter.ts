import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../../relay/stores/ports';
import { until } from '../../wait';
import { type Open, opened } from './opened';

const rule = (given: Partial<Rule> = {}): Rule => ({
  name: 'test',
  tries: 3,
  windowMs: 60_000,
  pauseMs: 1_000,
  longestMs: 2_000,
  ...given,
});
const newKey = (): string => randomBytes(16).toString('hex');

export const limiterContract = (open: Open): void => {
  describe('the limiter', () => {
    it('[req 38] allows so many tries, then pauses, each pause twice as long up to the longest', async () => {
      const { limiter } = (await opened(open)).stores;
      const key = newKey();
      for (const longest of [1_000, 2_000, 2_000]) {
        // A try that has to wait does not count, so that one may ask again and again.
        await until('the pause to be over', async () => (await limiter.consume(rule(), key)) === 0);
        expect([await limiter.consume(rule(), key), await limiter.consume(rule(), key)]).toEqual([0, 0]);
        const wait = await limiter.consume(rule(), key);
        expect(wait).toBeGreaterThan(longest - 900);
        expect(wait).toBeLessThanOrEqual(longest);
      }
    });

    it('begins anew where it went well, and for one key and one rule only', async () => {
      const { limiter } = (await opened(open)).stores;
      const [key, other] = [newKey(), newKey()];
      const once = rule({ tries: 1, pauseMs: 30_000, longestMs: 60_000 });
      const otherRule = { ...once, name: 'other' };
      for (const each of [key, other]) expect(await limiter.consume(once, each)).toBe(0);
      expect(await limiter.consume(otherRule, key)).toBe(0);
      await limiter.forget(once, key);
      expect(await limiter.consume(once, key)).toBe(0);
      expect(await limiter.consume(once, key)).toBeLessThanOrEqual(30_000);
      expect(await limiter.consume(once, other)).toBeGreaterThan(0);
      expect(await limiter.consume(otherRule, key)).toBeGreaterThan(0);
    });

    it('[req 38] allows exactly so many of 50 who try at once, at any process', async () => {
      const { stores, another } = await opened(open);
      const hands = [stores, ...(another === undefined ? [] : [await another()])];
      const key = newKey();
      const waits = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          (hands[index % hands.length] ?? stores).limiter.consume(
            rule({ tries: 5, pauseMs: 30_000, longestMs: 60_000 }),
            key,
          ),
        ),
      );
      expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
    });

    it('counts again from nothing when the window is over', async () => {
      const { limiter } = (await opened(open)).stores;
      const key = newKey();
      const short = rule({ tries: 2, windowMs: 1_000, pauseMs: 30_000, longestMs: 30_000 });
      expect(await limiter.consume(short, key)).toBe(0);
      const began = Date.now();
      await until('a whole window', () => Date.now() - began > 1_300);
      expect([await limiter.consume(short, key), await limiter.consume(short, key)]).toEqual([0, 0]);
    });
  });
};
