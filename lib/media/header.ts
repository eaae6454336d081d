import type { Octets } from './octets';

/** What stands before the ciphertext: RFC 9605, 4.3. Both numbers are below 2^64. */
export type Header = { readonly kid: bigint; readonly counter: bigint };

/** Values up to this stand in the first octet itself. */
const INLINE = 8n;

/** Big endian, in as few octets as possible. */
function shortest(value: bigint): number[] {
  const octets: number[] = [];
  for (let rest = value; rest > 0n; rest >>= 8n) octets.unshift(Number(rest & 0xffn));
  return octets;
}

/** The three bits and the flag of one half of the first octet. */
const half = (value: bigint, octets: readonly number[]): number =>
  value < INLINE ? Number(value) : 0x08 | (octets.length - 1);

export function writeHeader({ kid, counter }: Header): Octets {
  const kidOctets = kid < INLINE ? [] : shortest(kid);
  const counterOctets = counter < INLINE ? [] : shortest(counter);
  return Uint8Array.of((half(kid, kidOctets) << 4) | half(counter, counterOctets), ...kidOctets, ...counterOctets);
}

type Field = { readonly value: bigint; readonly end: number };

/** One number: inline, or so many octets from `at` on, in its shortest form only. */
function readField(bits: number, octets: Uint8Array, at: number): Field | undefined {
  if ((bits & 0x08) === 0) return { value: BigInt(bits), end: at };
  const end = at + (bits & 0x07) + 1;
  if (end > octets.length) return undefined;
  let value = 0n;
  for (const octet of octets.subarray(at, end)) value = (value << 8n) | BigInt(octet);
  const least = end - at === 1 ? INLINE : 1n << BigInt(8 * (end - at - 1));
  return value < least ? undefined : { value, end };
}

/** `length` octets are the header. `undefined` where it is cut, or not in its shortest form, which RFC 9605 forbids. */
export function readHeader(octets: Uint8Array): (Header & { readonly length: number }) | undefined {
  const first = octets[0];
  if (first === undefined) return undefined;
  const kid = readField(first >> 4, octets, 1);
  const counter = kid && readField(first & 0x0f, octets, kid.end);
  return kid && counter && { kid: kid.value, counter: counter.value, length: counter.end };
}
