import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVEN_WORDS, ODD_WORDS } from '../../../lib/media/pgp-words';
import { charactersOf, wordsOf } from '../../../lib/media/render-sas';
import { octetsOf } from '../../support/media/octets';

describe('the words', () => {
  it('are those of the list of 1995, 256 of each kind, and none is there twice', () => {
    const all = [...EVEN_WORDS, ...ODD_WORDS];
    expect(new Set(all.map((word) => word.toLowerCase())).size).toBe(512);
    const digest = createHash('sha256')
      .update(`${EVEN_WORDS.join('\n')}\n${ODD_WORDS.join('\n')}`)
      .digest('hex');
    expect(digest).toBe('e9b7b0052233a74aa56724ed3f79c272036aed68d8f4c0856e833c8043b9ac62');
  });

  it('are the known ones for a known fingerprint', () => {
    const known = 'topmost Istanbul Pluto vagabond treadmill Pacific brackish dictator';
    const words = ['e58294f2', 'e9a22748'].flatMap((hex) => wordsOf(octetsOf(hex)));
    expect(words.join(' ')).toBe(known);
  });

  it('differ wherever the 32 bits do', () => {
    const sas = fc.uint8Array({ minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(sas, sas, (one, other) => {
        const same = Buffer.compare(one, other) === 0;
        expect(wordsOf(one).join() === wordsOf(other).join()).toBe(same);
      }),
    );
  });
});

describe('the characters', () => {
  // RFC 6189, 5.1.6, names the alphabet; these are its values for the first 20 bits.
  it.each([
    ['00000000', 'yyyy'],
    ['ffffffff', '9999'],
    ['08421000', 'bbbb'],
    ['00000fff', 'yyyy'],
    ['f7bdefff', '6666'],
  ])('of %s are %s', (hex, characters) => {
    expect(charactersOf(octetsOf(hex))).toBe(characters);
  });

  it('are four of 32, and change with each of the first 20 bits and with no other', () => {
    const sas = octetsOf('5a3c9671');
    const before = charactersOf(sas);
    expect(before).toMatch(/^[ybndrfg8ejkmcpqxot1uwisza345h769]{4}$/);
    for (let bit = 0; bit < 32; bit++) {
      const changed = sas.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
      expect(charactersOf(changed) !== before).toBe(bit < 20);
    }
  });
});
