import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLetters, lettersFor, letterValue, octetsIn, toLetters } from '../../../lib/inline/letters';

const valuesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letterValue(letter.charCodeAt(0)));

describe('the letters', () => {
  it('are digits and consonants, so that neither words, links, shortcodes nor emphasis come of them', () => {
    const all = toLetters(Uint8Array.from({ length: 4_000 }, (_, at) => (at * 97) ^ (at >> 3)));
    expect(new Set(all).size).toBe(52);
    expect(all).toMatch(/^[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]+$/);
  });

  it('give back every sequence of octets, in exactly as many letters as were foretold', () => {
    const octets = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(octets, (some) => {
        const text = toLetters(some);
        expect(text.length).toBe(lettersFor(some.length));
        expect(fromLetters(valuesOf(text), some.length)).toEqual(new Uint8Array(some));
      }),
      { numRuns: 500 },
    );
  });

  it('have room for zero octets and for the greatest numbers', () => {
    for (let length = 0; length <= 70; length++) {
      for (const octet of [0, 1, 255]) {
        const some = new Uint8Array(length).fill(octet);
        expect(fromLetters(valuesOf(toLetters(some)), length)).toEqual(some);
      }
    }
  });

  it('hold the most octets that fit, at every length', () => {
    for (let letters = 0; letters < 200; letters++) {
      const most = octetsIn(letters);
      expect(lettersFor(most)).toBeLessThanOrEqual(letters);
      expect(lettersFor(most + 1)).toBeGreaterThan(letters);
    }
  });

  it('that no octets give are refused, not read as others', () => {
    for (const octets of [1, 2, 3, 4, 11, 31, 32, 33]) {
      const highest = new Uint8Array(lettersFor(octets)).fill(51);
      expect(fromLetters(highest, octets)).toBeUndefined();
    }
  });

  it('are read in one way only: whatever is accepted is written again as it was', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 51 })),
        (length, stream) => {
          const values = Uint8Array.from({ length: lettersFor(length) }, () => stream.next().value as number);
          const octets = fromLetters(values, length);
          if (octets !== undefined) expect(valuesOf(toLetters(octets))).toEqual(values);
        },
      ),
    );
  });
});
