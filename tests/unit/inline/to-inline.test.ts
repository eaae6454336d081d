import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INLINE_LIMITS } from '../../../lib/inline/limits';
import { toInline } from '../../../lib/inline/to-inline';
import { joinAll, partsIn, sealedOctets, wholeOf } from './carried';

describe('octets become texts', () => {
  it('each of them is marked, in one line, and within the limit of the page', () => {
    const cases = fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 4_000 }), fc.integer({ min: 50, max: 4_000 }));
    fc.assert(
      fc.property(cases, ([octets, limit]) => {
        const texts = toInline(octets, limit);
        for (const text of texts) {
          expect(text).toMatch(/^Sotto 1[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]+$/);
          expect(text.length).toBeLessThanOrEqual(limit);
        }
        expect(wholeOf(joinAll(texts))).toEqual([new Uint8Array(octets)]);
      }),
      { numRuns: 300 },
    );
  });

  it('short octets are one text', () => {
    expect(toInline(sealedOctets(150), 280)).toHaveLength(1);
  });

  it.each([1, 200, INLINE_LIMITS.octets])('%i octets are one text for a page without limit', (length) => {
    const texts = toInline(sealedOctets(length), Number.POSITIVE_INFINITY);
    expect(texts).toHaveLength(1);
    expect(wholeOf(joinAll(texts))).toEqual([sealedOctets(length)]);
  });

  it('the same octets are the same texts: a message that is sent again is known', () => {
    expect(toInline(sealedOctets(700), 280)).toEqual(toInline(sealedOctets(700), 280));
  });

  it('of every length that a channel makes, in every part there is something', () => {
    for (let length = 1; length < 700; length++) {
      const parts = partsIn(toInline(sealedOctets(length), 60).join(' '));
      expect(parts.reduce((sum, part) => sum + part.octets.length, 0)).toBe(length);
      expect(parts.every((part) => part.octets.length > 0)).toBe(true);
    }
  });

  it.each([
    ['nothing', 0, 280],
    ['more than the relay carries', INLINE_LIMITS.octets + 1, 100_000],
    ['a page that takes too little', 100, 24],
    ['more parts than there are numbers', INLINE_LIMITS.octets, 40],
    ['a limit that is no number', 100, Number.NaN],
  ])('%s is refused', (_name, length, limit) => {
    expect(() => toInline(sealedOctets(length), limit)).toThrow('inline/too-long');
  });

  it('what it costs: characters for each octet, at the limits of common pages', () => {
    const rows = [200, 500, 1_500, 5_000].map((length) => {
      const cost = (limit: number) => {
        const texts = toInline(sealedOctets(length), limit);
        return `${texts.length} x, ${(texts.join('').length / length).toFixed(3)}`;
      };
      return { octets: length, 280: cost(280), 500: cost(500), 2000: cost(2_000), 10000: cost(10_000) };
    });
    console.table(rows);
    expect(toInline(sealedOctets(5_000), 10_000).join('').length / 5_000).toBeLessThan(1.42);
  });
});
