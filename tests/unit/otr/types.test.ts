import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AppError } from '../../../lib/core/errors';
import { decode, encode } from '../../../lib/core/wire/encode';
import { counter, data, mpi } from '../../../lib/otr/types';

const malformed = new AppError('wire/malformed');

it('a number is written in its shortest form, and read in no other', () => {
  expect(encode(mpi, 256n)).toEqual(Uint8Array.of(0, 0, 0, 2, 1, 0));
  expect(encode(mpi, 0n)).toEqual(Uint8Array.of(0, 0, 0, 0));
  for (const octets of [Uint8Array.of(0, 0, 0, 1, 0), Uint8Array.of(0, 0, 0, 2, 0, 1)]) {
    expect(() => decode(mpi, octets)).toThrow(malformed);
  }
});

it('numbers, counters and octets are read as they were written', () => {
  fc.assert(
    fc.property(
      fc.bigInt(0n, 2n ** 3072n - 1n),
      fc.bigInt(0n, 2n ** 64n - 1n),
      fc.uint8Array(),
      (number, count, octets) => {
        expect(decode(mpi, encode(mpi, number))).toBe(number);
        expect(decode(counter, encode(counter, count))).toBe(count);
        expect(decode(data(100), encode(data(100), octets))).toEqual(octets);
      },
    ),
  );
});

it('what is longer than allowed, shorter, or cut off is refused', () => {
  expect(() => encode(mpi, 2n ** 3072n)).toThrow(malformed);
  expect(() => decode(data(2), Uint8Array.of(0, 0, 0, 3, 1, 2, 3))).toThrow(malformed);
  expect(() => decode(data(4, 4), Uint8Array.of(0, 0, 0, 3, 1, 2, 3))).toThrow(malformed);
  expect(() => decode(data(4), Uint8Array.of(0, 0, 0, 3, 1, 2))).toThrow(malformed);
  expect(() => decode(data(4), Uint8Array.of(255, 255, 255, 255))).toThrow(malformed);
  expect(() => decode(counter, new Uint8Array(7))).toThrow(malformed);
});
