import { AppError } from '../core/errors';
import type { Codec } from '../core/wire/codec';
import { uint32 } from '../core/wire/codec';
import { decode, encode } from '../core/wire/encode';
import { RECORD, type Record } from './content';
import { OTR_LIMITS } from './limits';
import type { CoordinateProof, ExponentProof } from './smp-proofs';
import { mpi } from './types';

/** Each message as the list of numbers that the specification names, in its order. */
export type Smp1 = readonly [g2a: bigint, ...ExponentProof, g3a: bigint, ...ExponentProof];
export type Smp2 = readonly [
  g2b: bigint,
  ...ExponentProof,
  g3b: bigint,
  ...ExponentProof,
  p: bigint,
  q: bigint,
  ...CoordinateProof,
];
export type Smp3 = readonly [p: bigint, q: bigint, ...CoordinateProof, r: bigint, ...ExponentProof];
export type Smp4 = readonly [r: bigint, ...ExponentProof];

/** The number of MPIs, then the MPIs: exactly so many as the message has. */
function numbers<T extends readonly bigint[]>(count: T['length']): Codec<T> {
  return {
    write: (writer, values) => {
      uint32.write(writer, count);
      for (const value of values) mpi.write(writer, value);
    },
    read: (reader) => {
      if (uint32.read(reader) !== count) throw new AppError('wire/malformed');
      return Array.from({ length: count }, () => mpi.read(reader)) as readonly bigint[] as T;
    },
  };
}

export const smp1 = numbers<Smp1>(6);
export const smp2 = numbers<Smp2>(11);
export const smp3 = numbers<Smp3>(8);
export const smp4 = numbers<Smp4>(3);

export const smpRecord = <T>(type: number, codec: Codec<T>, values: T): Record => ({
  type,
  value: encode(codec, values),
});

/** Message 1, with its question where there is one. Fails with `otr/unsendable` where that is too long or holds a NUL. */
export function firstRecord(values: Smp1, question: string | undefined): Record {
  if (question === undefined) return smpRecord(RECORD.smp1, smp1, values);
  const words = new TextEncoder().encode(question);
  if (words.length > OTR_LIMITS.questionOctets || words.includes(0)) throw new AppError('otr/unsendable');
  const value = encode(smp1, values);
  const whole = new Uint8Array(words.length + 1 + value.length);
  whole.set(words);
  whole.set(value, words.length + 1);
  return { type: RECORD.smp1WithQuestion, value: whole };
}

/** Reads a record of type 2 or 7. Fails with `wire/malformed`. */
export function readFirst({ type, value }: Record): { readonly values: Smp1; readonly question?: string } {
  if (type === RECORD.smp1) return { values: decode(smp1, value) };
  const end = value.indexOf(0);
  if (end < 0) throw new AppError('wire/malformed');
  const question = new TextDecoder('utf-8', { ignoreBOM: true }).decode(value.subarray(0, end));
  return { values: decode(smp1, value.subarray(end + 1)), question };
}
