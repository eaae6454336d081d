import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boolean,
  type Codec,
  fixed,
  list,
  nothing,
  oneOf,
  opaque,
  optional,
  struct,
  text,
  uint8,
  uint16,
  uint32,
  uint64,
} from '../../../../lib/core/wire/codec';
import { decode, encode } from '../../../../lib/core/wire/encode';
import { fromHex, toHex } from '../../../../lib/core/wire/hex';
import { Writer } from '../../../../lib/core/wire/writer';

const octets = (hex: string) => fromHex(hex);
const hexOf = <T>(codec: Codec<T>, value: T) => toHex(encode(codec, value));
const refuses = (work: () => unknown) => expect(work).toThrow('wire/malformed');

describe('numbers', () => {
  it.each([
    ['uint8', uint8, 0xff, 'ff'],
    ['uint16', uint16, 0x1234, '1234'],
    ['uint32', uint32, 0xfedcba98, 'fedcba98'],
    ['uint64', uint64, Number.MAX_SAFE_INTEGER, '001fffffffffffff'],
  ] as const)('are written big endian: %s', (_name, codec, value, hex) => {
    expect(hexOf(codec, value)).toBe(hex);
    expect(decode(codec, octets(hex))).toBe(value);
  });

  it.each([
    ['uint8', uint8, 0x100],
    ['uint16', uint16, 0x10000],
    ['uint32', uint32, 2 ** 32],
    ['uint64', uint64, 2 ** 53],
  ] as const)('that do not fit are refused: %s', (_name, codec, tooMuch) => {
    for (const value of [tooMuch, -1, 0.5, Number.NaN]) refuses(() => encode(codec, value));
  });

  it('of 64 bits that a number does not hold are refused when read', () => {
    refuses(() => decode(uint64, octets('0020000000000000')));
  });
});

describe('lengths', () => {
  const vector = opaque(2 ** 20);

  it.each([
    [0, '00'],
    [0x3f, '3f'],
    [0x40, '4040'],
    [0x3fff, '7fff'],
    [0x4000, '80004000'],
  ])('take 1, 2 or 4 octets: %i', (length, head) => {
    const written = encode(vector, new Uint8Array(length));
    expect(toHex(written.subarray(0, head.length / 2))).toBe(head);
    expect(decode(vector, written).length).toBe(length);
  });

  it.each([
    ['4000', 0],
    ['403f', 0x3f],
    ['80000000', 0],
    ['80003fff', 0x3fff],
    ['c0', 0],
    ['ffffffffffffffff', 0],
  ])('in another than their shortest form are refused: %s (RFC 9420, 2.1.2)', (head, length) => {
    refuses(() => decode(vector, new Uint8Array([...octets(head), ...new Uint8Array(length)])));
  });

  it('beyond the schema are refused, read and written', () => {
    const some = opaque(4, 2);
    for (const length of [0, 1, 5]) {
      refuses(() => encode(some, new Uint8Array(length)));
      refuses(() => decode(some, new Uint8Array([length, ...new Uint8Array(length)])));
    }
    expect(decode(some, octets('020102'))).toEqual(octets('0102'));
    refuses(() => encode(fixed(4), new Uint8Array(5)));
  });

  it('of 2^30 and more are never written', () => {
    refuses(() => new Writer().length(2 ** 30));
  });
});

describe('text', () => {
  it('goes there and back, in UTF-8, with every character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const written = encode(text(10_000), value);
        expect(written).toEqual(encode(opaque(10_000), new TextEncoder().encode(value)));
        expect(decode(text(10_000), written)).toBe(value);
      }),
    );
  });

  it('is measured in octets', () => {
    expect(hexOf(text(4), 'ää')).toBe('04c3a4c3a4');
    refuses(() => encode(text(3), 'ää'));
    refuses(() => encode(text(3), 'abcd'));
    refuses(() => decode(text(3), octets('0461626364')));
  });

  it.each(['01ff', '02c328', '03eda080', '02c080'])('that is not UTF-8 is refused: %s', (hex) => {
    refuses(() => decode(text(10), octets(hex)));
  });

  it('keeps a byte order mark: no two writings are one', () => {
    expect(decode(text(10), octets('03efbbbf'))).toBe('\ufeff');
  });
});

describe('shapes', () => {
  it('read a boolean and an option from 0 and 1 alone', () => {
    expect(decode(boolean, octets('01'))).toBe(true);
    refuses(() => decode(boolean, octets('02')));
    refuses(() => decode(optional(uint8), octets('0200')));
    expect(decode(optional(uint8), octets('00'))).toBeUndefined();
    expect(hexOf(optional(uint8), 7)).toBe('0107');
  });

  it('hold a list to its number, before anything is read', () => {
    refuses(() => encode(list(uint8, 2), [1, 2, 3]));
    refuses(() => decode(list(uint8, 2), octets('03010203')));
    refuses(() => decode(list(nothing, 2 ** 20), octets('80010000')));
    expect(decode(list(uint8, 3), octets('03010203'))).toEqual([1, 2, 3]);
  });

  it('know a name by its place, and no other', () => {
    const color = oneOf(['red', 'green']);
    expect(hexOf(color, 'green')).toBe('01');
    refuses(() => decode(color, octets('02')));
    refuses(() => encode(color, 'blue' as 'red'));
  });

  it('give views and not copies', () => {
    const whole = octets('0401020304');
    expect(decode(opaque(4), whole).buffer).toBe(whole.buffer);
  });
});

describe('anything that fits', () => {
  const codec = struct({
    name: text(100),
    flags: list(boolean, 20),
    raw: opaque(300),
    at: uint64,
    other: optional(struct({ id: fixed(16), small: uint16 })),
  });
  const value = fc.record({
    name: fc.string({ maxLength: 25 }),
    flags: fc.array(fc.boolean(), { maxLength: 20 }),
    raw: fc.uint8Array({ maxLength: 300 }),
    at: fc.maxSafeNat(),
    other: fc.option(
      fc.record({ id: fc.uint8Array({ minLength: 16, maxLength: 16 }), small: fc.nat({ max: 0xffff }) }),
      { nil: undefined },
    ),
  });

  it('goes there and back', () => {
    fc.assert(
      fc.property(value, (given) => {
        expect(decode(codec, encode(codec, given))).toEqual(given);
      }),
    );
  });

  it('is refused when any octet is missing at its end, or one is too many', () => {
    fc.assert(
      fc.property(value, (given) => {
        const written = encode(codec, given);
        for (let cut = 0; cut < written.length; cut++) refuses(() => decode(codec, written.subarray(0, cut)));
        refuses(() => decode(codec, new Uint8Array([...written, 0])));
      }),
      { numRuns: 30 },
    );
  });
});

describe('a writer', () => {
  it('that grows or begins again leaves nothing behind of what it held', () => {
    const writer = new Writer(8);
    const first = writer.take().buffer;
    writer.octets(octets('aabbccdd'));
    writer.octets(new Uint8Array(64).fill(0xee));
    expect(new Uint8Array(first)).toEqual(new Uint8Array(8));
    const second = writer.take();
    writer.restart(true);
    expect(second).toEqual(new Uint8Array(68));
    expect(writer.written).toBe(0);
  });

  it('leaves no part of a text beside the text', () => {
    const writer = new Writer(64);
    writer.text('sotto', 100);
    expect(toHex(new Uint8Array(writer.take().buffer)).replaceAll('00', '')).toBe('05736f74746f');
  });
});
