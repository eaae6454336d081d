import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHeader, writeHeader } from '../../../lib/media/header';
import { octetsOf } from '../../support/media/octets';

const number = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

describe('the SFrame header', () => {
  it('is read back as it was written, whatever follows it', () => {
    fc.assert(
      fc.property(number, number, fc.uint8Array({ maxLength: 20 }), (kid, counter, rest) => {
        const header = writeHeader({ kid, counter });
        expect(readHeader(Uint8Array.of(...header, ...rest))).toEqual({ kid, counter, length: header.length });
      }),
    );
  });

  it('is written by one octet for small numbers and 17 for the largest', () => {
    expect(writeHeader({ kid: 7n, counter: 7n })).toEqual(octetsOf('77'));
    expect(writeHeader({ kid: 8n, counter: 8n })).toEqual(octetsOf('880808'));
    expect(writeHeader({ kid: 2n ** 64n - 1n, counter: 2n ** 64n - 1n })).toHaveLength(17);
  });

  it('is the only one for its numbers: what reads as a header is what would be written', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 18 }), (octets) => {
        const header = readHeader(octets);
        if (header !== undefined) expect(writeHeader(header)).toEqual(octets.slice(0, header.length));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['nothing', ''],
    ['a key id that is cut', '90ff'],
    ['a counter that is cut', '0a0100'],
    ['a key id below 8 in an octet of its own', '8007'],
    ['a counter below 8 in an octet of its own', '0807'],
    ['a key id with a leading zero', '9000ff'],
    ['a counter with a leading zero', '0900ff'],
  ])('is refused where it is %s', (_what, octets) => {
    expect(readHeader(octetsOf(octets))).toBeUndefined();
  });
});
