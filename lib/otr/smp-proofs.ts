import { bytesToNumberBE, concatBytes } from '@noble/curves/utils.js';
import { encode } from '../core/wire/encode';
import { GENERATOR, GROUP_BITS, GROUP_OCTETS, isGroupElement, MODULUS, ORDER } from './group';
import { modulo, power, randomNumber } from './numbers';
import type { Breathe, OtrPorts } from './ports';
import { sha256 } from './primitives';
import { mpi } from './types';

/** "SMP Hash function": SHA-256 of the version and of one or two numbers, as a number. */
export const smpHash = (version: number, ...numbers: readonly bigint[]): bigint =>
  bytesToNumberBE(sha256(concatBytes(Uint8Array.of(version), ...numbers.map((value) => encode(mpi, value)))));

const HASH_BITS = 256;

/** c and D of "g^D x^c": shown by who knows the exponent of x. */
export type ExponentProof = readonly [c: bigint, d: bigint];
/** cP, D5 and D6: P and Q were made from the same exponent and the secret. */
export type CoordinateProof = readonly [c: bigint, d5: bigint, d6: bigint];

/** Where P and Q lie: in terms of the two generators that both sides made together. */
export type Coordinates = { readonly p: bigint; readonly q: bigint };
export type Generators = { readonly g2: bigint; readonly g3: bigint };

/** The arithmetic of SMP, one exponentiation a step, so that the thread is free between any two. */
export function createSmpArithmetic(random: OtrPorts['random'], breathe: Breathe) {
  const exponent = (): bigint => randomNumber(random, GROUP_OCTETS);
  const raise = async (base: bigint, by: bigint, bits = GROUP_BITS): Promise<bigint> => {
    await breathe();
    return power(base, by, MODULUS, bits);
  };
  const times = (one: bigint, other: bigint): bigint => (one * other) % MODULUS;
  /** By Fermat: one exponentiation. */
  const divide = async (one: bigint, other: bigint): Promise<bigint> => times(one, await raise(other, MODULUS - 2n));
  /** r - x c mod q. */
  const respond = (r: bigint, x: bigint, c: bigint): bigint => modulo(r - x * c, ORDER);
  /** base^d value^c: what a proof has to give back. */
  const undo = async (base: bigint, d: bigint, value: bigint, c: bigint): Promise<bigint> =>
    times(await raise(base, d), await raise(value, c, HASH_BITS));
  const isResponse = (...all: readonly bigint[]): boolean => all.every((d) => d < ORDER);
  const isHash = (c: bigint): boolean => c >> BigInt(HASH_BITS) === 0n;

  return {
    exponent,
    raise,
    times,
    divide,

    async proveExponent(version: number, x: bigint): Promise<ExponentProof> {
      const r = exponent();
      const c = smpHash(version, await raise(GENERATOR, r));
      return [c, respond(r, x, c)];
    },
    async checkExponent(version: number, value: bigint, [c, d]: ExponentProof): Promise<boolean> {
      if (!isGroupElement(value) || !isHash(c) || !isResponse(d)) return false;
      return smpHash(version, await undo(GENERATOR, d, value, c)) === c;
    },

    async proveCoordinates(version: number, { g2, g3 }: Generators, r: bigint, x: bigint): Promise<CoordinateProof> {
      const [r5, r6] = [exponent(), exponent()];
      const c = smpHash(version, await raise(g3, r5), times(await raise(GENERATOR, r5), await raise(g2, r6)));
      return [c, respond(r5, r, c), respond(r6, x, c)];
    },
    async checkCoordinates(
      version: number,
      { g2, g3 }: Generators,
      { p, q }: Coordinates,
      [c, d5, d6]: CoordinateProof,
    ): Promise<boolean> {
      if (!isGroupElement(p) || !isGroupElement(q) || !isHash(c) || !isResponse(d5, d6)) return false;
      const first = await undo(g3, d5, p, c);
      const second = times(await undo(GENERATOR, d5, q, c), await raise(g2, d6));
      return smpHash(version, first, second) === c;
    },

    /** That one exponent made both its public value and `base^x`. */
    async proveSame(version: number, base: bigint, x: bigint): Promise<ExponentProof> {
      const r = exponent();
      const c = smpHash(version, await raise(GENERATOR, r), await raise(base, r));
      return [c, respond(r, x, c)];
    },
    async checkSame(
      version: number,
      publicValue: bigint,
      base: bigint,
      result: bigint,
      [c, d]: ExponentProof,
    ): Promise<boolean> {
      if (!isGroupElement(result) || !isHash(c) || !isResponse(d)) return false;
      return smpHash(version, await undo(GENERATOR, d, publicValue, c), await undo(base, d, result, c)) === c;
    },
  };
}
