import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inverse, modulo, power, randomBelow, toShortest } from '../../../lib/otr/numbers';
import { aesCtr, hmacSha1, hmacSha256, sha1, sha256 } from '../../../lib/otr/primitives';
import { createTestPorts } from '../../support/otr/ports';

const octets = (maxLength = 300) => fc.uint8Array({ maxLength });
const same = (ours: Uint8Array, theirs: Buffer) =>
  expect(Buffer.from(ours).toString('hex')).toBe(theirs.toString('hex'));

describe('the primitives agree with OpenSSL', () => {
  it('in SHA-1 and SHA-256', () => {
    fc.assert(
      fc.property(octets(), (input) => {
        same(sha1(input), createHash('sha1').update(input).digest());
        same(sha256(input), createHash('sha256').update(input).digest());
      }),
    );
  });

  it('in HMAC, with keys longer than a block too', () => {
    fc.assert(
      fc.property(octets(), octets(), (key, input) => {
        same(hmacSha1(key, input), createHmac('sha1', key).update(input).digest());
        same(hmacSha256(key, input), createHmac('sha256', key).update(input).digest());
      }),
    );
  });

  it('in AES-128-CTR, from any counter, over any length, both ways', () => {
    const key = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(key, fc.bigInt(0n, 2n ** 64n - 1n), octets(5_000), (secret, topHalf, clear) => {
        const iv = Buffer.alloc(16);
        iv.writeBigUInt64BE(topHalf);
        const sealed = aesCtr(secret, topHalf, clear);
        same(sealed, createCipheriv('aes-128-ctr', secret, iv).update(clear));
        same(aesCtr(secret, topHalf, sealed), Buffer.from(clear));
      }),
    );
  });

  it('and leave what they were given as it was', () => {
    const [key, input] = [randomBytes(16), randomBytes(40)];
    const before = [key.toString('hex'), input.toString('hex')];
    aesCtr(key, 1n, input);
    hmacSha256(key, input);
    sha1(input);
    expect([key.toString('hex'), input.toString('hex')]).toEqual(before);
  });
});

/** By the definition. */
const slowPower = (base: bigint, exponent: bigint, modulus: bigint): bigint => {
  let result = 1n % modulus;
  for (let left = exponent; left > 0n; left--) result = (result * base) % modulus;
  return result;
};

describe('the arithmetic', () => {
  it('raises to any power, zero and the longest included', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10_000n), fc.bigInt(0n, 255n), fc.bigInt(2n, 10_000n), (base, exponent, modulus) => {
        expect(power(base % modulus, exponent, modulus, 8)).toBe(slowPower(base, exponent, modulus));
      }),
    );
  });

  it('raises to an exponent of one bit, and to nothing', () => {
    const modulus = 2n ** 61n - 1n;
    expect(power(3n, 2n ** 60n, modulus, 61)).toBe(slowDouble(3n, 60, modulus));
    expect(power(3n, 0n, modulus, 61)).toBe(1n);
  });

  it('inverts modulo a prime', () => {
    const prime = 2n ** 61n - 1n;
    fc.assert(
      fc.property(fc.bigInt(1n, prime - 1n), (value) => {
        expect((inverse(value, prime) * value) % prime).toBe(1n);
      }),
    );
  });

  it('draws from 1 to one below the limit, and overwrites what it drew', () => {
    const ports = createTestPorts();
    const seen = new Set<bigint>();
    for (let round = 0; round < 300; round++) seen.add(randomBelow(ports.random, 5n));
    expect(seen).toEqual(new Set([1n, 2n, 3n, 4n]));
    expect(ports.drawn.every((array) => array.every((octet) => octet === 0))).toBe(true);
  });

  it('knows no negative rest and no leading zero', () => {
    expect(modulo(-1n, 7n)).toBe(6n);
    expect(toShortest(0n)).toEqual(new Uint8Array());
    expect(toShortest(256n)).toEqual(Uint8Array.of(1, 0));
  });
});

const slowDouble = (base: bigint, times: number, modulus: bigint): bigint => {
  let result = base;
  for (let count = 0; count < times; count++) result = (result * result) % modulus;
  return result;
};
