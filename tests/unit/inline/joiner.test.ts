import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createJoiner } from '../../../lib/inline/joiner';
import { INLINE_LIMITS } from '../../../lib/inline/limits';
import { toInline } from '../../../lib/inline/to-inline';
import { joinAll, partsIn, sealedOctets, wholeOf } from './carried';

let time = 0;
const now = () => time;
beforeEach(() => {
  time = 0;
});

describe('parts are joined', () => {
  it('in any order, with any of them coming several times', () => {
    const shuffled = fc
      .tuple(fc.uint8Array({ minLength: 1, maxLength: 3_000 }), fc.constantFrom(60, 140, 280, 500, 2_000))
      .chain(([octets, limit]) => {
        const texts = toInline(octets, limit);
        const places = fc.array(fc.nat(texts.length - 1), { maxLength: 10 });
        return fc.tuple(
          fc.constant(octets),
          fc.shuffledSubarray([...texts], { minLength: texts.length }),
          places,
          fc.constant(texts),
        );
      });
    fc.assert(
      fc.property(shuffled, ([octets, texts, twice, all]) => {
        const again = twice.map((place) => all[place] ?? '');
        const joined = joinAll([...again, ...texts, ...again]);
        const whole = wholeOf(joined);
        expect(whole.length).toBeGreaterThan(0);
        for (const one of whole) expect(one).toEqual(new Uint8Array(octets));
        expect(joined.filter((one) => one.state === 'whole' && !one.again)).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });

  it('of several messages that come mixed', () => {
    const sealed = [1, 2, 3].map((seed) => sealedOctets(600, seed));
    const [a = [], b = [], c = []] = sealed.map((octets) => toInline(octets, 280));
    const mixed = a.flatMap((text, at) => [text, c[c.length - 1 - at] ?? '', b[at] ?? '']);
    expect(wholeOf(joinAll(mixed))).toHaveLength(3);
  });

  it('again from a list that is drawn anew, and says that it was', () => {
    const joiner = createJoiner({ now });
    const texts = toInline(sealedOctets(600), 280);
    joinAll(texts, joiner);
    const again = joinAll(texts, joiner);
    expect(again.map((one) => one.state === 'whole' && one.again)).toEqual(texts.map(() => true));
  });

  it('and it is said how many are still missing', () => {
    const texts = toInline(sealedOctets(600), 280);
    expect(joinAll(texts.slice(1))).toMatchObject([
      { state: 'waiting', parts: 1, count: texts.length },
      { state: 'waiting', parts: 2, count: texts.length },
      { state: 'waiting', parts: 3, count: texts.length },
    ]);
  });
});

describe('parts that do not belong together', () => {
  const octets = sealedOctets(600);
  const parts = partsIn(toInline(octets, 280).join(' '));
  const [first, ...others] = parts as [(typeof parts)[number], ...typeof parts];
  const forged = { ...first, octets: first.octets.map((octet) => octet ^ 1) };

  it('are not joined, are forgotten, and can be sent again', () => {
    const joiner = createJoiner({ now });
    expect([forged, ...others].map((part) => joiner.add(part)).at(-1)).toEqual({ state: 'changed' });
    expect(joiner.held.messages).toBe(0);
    expect(parts.map((part) => joiner.add(part)).at(-1)).toMatchObject({ state: 'whole' });
  });

  it('cannot keep the genuine one out: what comes later counts', () => {
    const joiner = createJoiner({ now });
    expect([forged, ...parts].map((part) => joiner.add(part)).at(-1)).toMatchObject({ state: 'whole', octets });
  });

  it('do not spoil a message that was whole before', () => {
    const joiner = createJoiner({ now });
    for (const part of parts) joiner.add(part);
    expect(joiner.add(forged)).toMatchObject({ state: 'waiting', parts: 1 });
    expect(others.map((part) => joiner.add(part)).at(-1)).toEqual({ state: 'changed' });
    expect(parts.map((part) => joiner.add(part)).at(-1)).toMatchObject({ state: 'whole', octets });
  });
});

describe('what a joiner remembers', () => {
  it('ends an hour after the last part', () => {
    const joiner = createJoiner({ now });
    const [first = '', ...others] = toInline(sealedOctets(600), 280);
    joinAll([first], joiner);
    time = INLINE_LIMITS.rememberedMs;
    expect(joiner.held.messages).toBe(1);
    time += 1;
    expect(joiner.held).toEqual({ messages: 0, octets: 0 });
    expect(wholeOf(joinAll(others, joiner))).toEqual([]);
  });

  it('never grows above its bound, whatever is sent, and the newest message still comes whole', () => {
    const joiner = createJoiner({ now });
    for (let seed = 1; seed <= 300; seed++) {
      joinAll(toInline(sealedOctets(seed % 3 === 0 ? 20_000 : 400, seed), 280).slice(1), joiner);
      expect(joiner.held.messages).toBeLessThanOrEqual(INLINE_LIMITS.messages);
      expect(joiner.held.octets).toBeLessThanOrEqual(INLINE_LIMITS.rememberedOctets);
    }
    expect(wholeOf(joinAll(toInline(sealedOctets(5_000, 999), 280), joiner))).toHaveLength(1);
    joiner.clear();
    expect(joiner.held).toEqual({ messages: 0, octets: 0 });
  });

  it('has room for the longest message in the smallest parts that it can come in', () => {
    const octets = sealedOctets(INLINE_LIMITS.octets);
    expect(wholeOf(joinAll(toInline(octets, 47)))).toEqual([octets]);
  });
});
