import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findInline } from '../../../lib/inline/find-inline';
import { toInline } from '../../../lib/inline/to-inline';
import { onlyOne, partsIn, sealedOctets } from './carried';
import { HARMLESS, type Mangling, SPOILING } from './mangling';

const below = (numbers: () => number) => (limit: number) => Math.floor(numbers() * limit);
/** A generator of places for one run of a property. */
const places = fc
  .array(fc.double({ min: 0, max: 0.999_999, noNaN: true }), { minLength: 40, maxLength: 40 })
  .map((numbers) => {
    let at = 0;
    return below(() => numbers[at++ % numbers.length] ?? 0);
  });
const sealed = fc.uint8Array({ minLength: 60, maxLength: 900 });

const carry = (octets: Uint8Array): string => toInline(octets, 2_000)[0] ?? '';

describe('what a page may do to a part', () => {
  it.each(Object.entries(HARMLESS))('%s: it is found whole', (_name, mangle) => {
    fc.assert(
      fc.property(sealed, places, (octets, at) => {
        expect(partsIn(mangle(carry(octets), at)).map((part) => part.octets)).toEqual([new Uint8Array(octets)]);
      }),
      { numRuns: 60 },
    );
  });

  it('several of these, one after the other: it is found whole', () => {
    const names = [
      'white space is put in',
      'invisible characters are put in',
      'words stand around it',
      'it is a quotation',
      'HTML is escaped and read again',
    ];
    const several = fc.array(fc.constantFrom(...names.map((name) => HARMLESS[name] as Mangling)), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(sealed, places, several, (octets, at, mangles) => {
        const mangled = mangles.reduce((text, mangle) => mangle(text, at), carry(octets));
        expect(partsIn(mangled).map((part) => part.octets)).toEqual([new Uint8Array(octets)]);
      }),
      { numRuns: 200 },
    );
  });

  it.each(SPOILING)('%s: it is noticed, and nothing is found whole', (_name, mangle, how) => {
    fc.assert(
      fc.property(sealed, places, (octets, at) => {
        expect(onlyOne(mangle(carry(octets), at))).toMatchObject({ kind: 'changed', how });
      }),
      { numRuns: 60 },
    );
  });

  it('any one letter replaced by another is noticed', () => {
    const text = carry(sealedOctets(120));
    for (let place = 6; place < text.length; place++) {
      const other = text[place] === 'k' ? 'x' : 'k';
      const changed = text.slice(0, place) + other + text.slice(place + 1);
      expect(findInline(changed).map(({ kind }) => kind)).toEqual(['changed']);
    }
  });
});

describe('what is found in a text', () => {
  it('has its place, from the mark to the last letter', () => {
    const [text = ''] = toInline(sealedOctets(50), 500);
    const found = onlyOne(`hello „${text}“ bye`);
    expect([found.start, found.end]).toEqual([7, 7 + text.length]);
  });

  it('several parts in one text are found in their order, also without anything between them', () => {
    const texts = toInline(sealedOctets(900), 280);
    expect(partsIn(texts.join('')).map(({ place }) => place)).toEqual(texts.map((_, index) => index + 1));
    expect(partsIn(texts.join('\n12:45 Anna\n')).length).toBe(texts.length);
  });

  it('a part that lost its end does not take the next one with it', () => {
    const [first = '', second = ''] = toInline(sealedOctets(300), 280);
    const found = findInline(first.slice(0, -1) + second);
    expect(found.map(({ kind }) => kind)).toEqual(['changed', 'part']);
  });

  it('a later version is told from damage', () => {
    const [text = ''] = toInline(sealedOctets(50), 500);
    expect(onlyOne(text.replace('Sotto 1', 'Sotto 2'))).toMatchObject({ kind: 'newer' });
  });

  it.each([
    'Sotto is what I use',
    'sotto il ponte, sotto la pioggia, SOTTO, sottosopra, risotto 1 2 3',
    'Sotto 1',
    'sotto 1 234 567 890',
    'Sotto Sotto Sotto',
    'So\nSotto',
    '',
  ])('"%s" is only words', (text) => {
    expect(findInline(text)).toEqual([]);
  });
});
