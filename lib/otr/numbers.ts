import { bitLen, bytesToNumberBE, numberToVarBytesBE } from '@noble/curves/utils.js';
import type { OtrPorts } from './ports';
import { wipe } from './primitives';

const WINDOW = 4;

/**
 * `base^exponent mod modulus` for a secret exponent of at most `bits` bits. Which operations are done depends on `bits`
 * alone: four squarings and one multiplication per digit, and a zero digit multiplies by `modulus + 1`, which is one but
 * as long as the other factors. The operations themselves are the engine's and take no constant time: docs/otr.md.
 */
export function power(base: bigint, exponent: bigint, modulus: bigint, bits: number): bigint {
  const one = modulus + 1n;
  const table = [one];
  for (let digit = 1; digit < 2 ** WINDOW; digit++) table.push(((table[digit - 1] ?? one) * base) % modulus);
  let result = one;
  for (let at = Math.ceil(bits / WINDOW) - 1; at >= 0; at--) {
    for (let square = 0; square < WINDOW; square++) result = (result * result) % modulus;
    const digit = Number((exponent >> BigInt(at * WINDOW)) & BigInt(2 ** WINDOW - 1));
    result = (result * (table[digit] ?? one)) % modulus;
  }
  return result;
}

/** The inverse modulo a prime, by Fermat: one exponentiation with a public exponent. */
export const inverse = (value: bigint, prime: bigint): bigint => power(value, prime - 2n, prime, bitLen(prime));

/** Never negative, unlike `%`. */
export const modulo = (value: bigint, modulus: bigint): bigint => ((value % modulus) + modulus) % modulus;

/** A number of exactly so many octets' worth of randomness. */
export function randomNumber(random: OtrPorts['random'], octets: number): bigint {
  const drawn = random(octets);
  const value = bytesToNumberBE(drawn);
  wipe(drawn);
  return value;
}

/** 1 to `limit - 1`, by 64 extra random bits (FIPS 186-4, B.2.1): no value is likelier by more than 2^-64. */
export const randomBelow = (random: OtrPorts['random'], limit: bigint): bigint =>
  (randomNumber(random, Math.ceil(bitLen(limit) / 8) + 8) % (limit - 1n)) + 1n;

/** Big endian, without leading zeros; zero has no octets. */
export const toShortest = (value: bigint): Uint8Array => (value === 0n ? new Uint8Array() : numberToVarBytesBE(value));
