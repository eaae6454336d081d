import { opaque } from '../core/wire/codec';
import { Writer } from '../core/wire/writer';

/** Octets of their own buffer, as WebCrypto and encoded frames want them. */
export type Octets = Uint8Array<ArrayBuffer>;
export type Random = (octets: number) => Uint8Array;

/** One after another, in one new buffer. */
export function join(...parts: readonly Uint8Array[]): Octets {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const part = opaque(2 ** 24);

/** `L(label, p1, ...)` of docs/protocol.md, section 1: no two lists of parts give the same octets. */
export function labelled(label: string, ...parts: readonly Uint8Array[]): Octets {
  const writer = new Writer();
  part.write(writer, new TextEncoder().encode(label));
  for (const octets of parts) part.write(writer, octets);
  return writer.take();
}
