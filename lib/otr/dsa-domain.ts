import { bitLen } from '@noble/curves/utils.js';
import { power, randomNumber } from './numbers';
import type { Breathe, OtrPorts } from './ports';
import { createPrimeTest } from './prime';

/** The part of a DSA key that could be shared; here every key has its own. */
export type DsaDomain = { readonly p: bigint; readonly q: bigint; readonly g: bigint };

const P_OCTETS = 128;
const Q_OCTETS = 20;

const withTopBit = (value: bigint, octets: number): bigint => value | (1n << BigInt(octets * 8 - 1));

/**
 * A new domain of 1024 and 160 bits, the size that every OTR client makes and reads. p = 1 modulo 2q is searched as in
 * FIPS 186-4, A.1.1.2 (steps 11.4 to 11.8), from randomness in the place of a published seed: nobody is to check it.
 */
export async function createDsaDomain(random: OtrPorts['random'], breathe: Breathe): Promise<DsaDomain> {
  const isPrime = createPrimeTest(random, breathe);
  let q = 0n;
  do q = withTopBit(randomNumber(random, Q_OCTETS), Q_OCTETS) | 1n;
  while (!(await isPrime(q)));
  let p = 0n;
  do {
    const start = withTopBit(randomNumber(random, P_OCTETS), P_OCTETS);
    p = start - (start % (2n * q)) + 1n;
  } while (bitLen(p) !== P_OCTETS * 8 || !(await isPrime(p)));
  // A.2.1: the first h that gives more than one; any other than 2 is all but impossible.
  let g = 1n;
  for (let h = 2n; g === 1n; h++) g = power(h, (p - 1n) / q, p, P_OCTETS * 8);
  return { p, q, g };
}
