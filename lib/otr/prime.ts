import { bitLen } from '@noble/curves/utils.js';
import { power, randomBelow } from './numbers';
import type { Breathe, OtrPorts } from './ports';

/** Trial division leaves one odd candidate in seven for the costly test. */
const SIEVED_TO = 2_000;

/** FIPS 186-4, table C.1: 40 rounds for 1024 and 160 bits. */
const ROUNDS = 40;

function smallPrimes(): readonly bigint[] {
  const found: number[] = [];
  for (let candidate = 3; candidate < SIEVED_TO; candidate += 2) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found.map(BigInt);
}

/** One round of Miller and Rabin (FIPS 186-4, C.3.1) with a base of its own. */
function passesRound(candidate: bigint, random: OtrPorts['random']): boolean {
  const last = candidate - 1n;
  let odd = last;
  let halvings = 0;
  for (; (odd & 1n) === 0n; odd >>= 1n) halvings++;
  let value = power(randomBelow(random, last), odd, candidate, bitLen(odd));
  if (value === 1n || value === last) return true;
  for (let square = 1; square < halvings; square++) {
    value = (value * value) % candidate;
    if (value === last) return true;
  }
  return false;
}

/** Answers whether an odd number above 2,000 is prime, but for one error in 2^80. */
export type PrimeTest = (candidate: bigint) => Promise<boolean>;

export function createPrimeTest(random: OtrPorts['random'], breathe: Breathe): PrimeTest {
  const small = smallPrimes();
  return async (candidate) => {
    await breathe();
    if (small.some((prime) => candidate % prime === 0n)) return false;
    for (let round = 0; round < ROUNDS; round++) {
      await breathe();
      if (!passesRound(candidate, random)) return false;
    }
    return true;
  };
}
