import type { Codec } from './codec';
import { Reader } from './reader';
import { Writer } from './writer';

/** The octets of one value. Fails with `wire/malformed` where the value does not fit its schema. */
export function encode<T>(codec: Codec<T>, value: T): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  codec.write(writer, value);
  return writer.take();
}

/** One value that fills the octets exactly. Fails with `wire/malformed`. Byte fields are views into `octets`. */
export function decode<T>(codec: Codec<T>, octets: Uint8Array): T {
  const reader = new Reader(octets);
  const value = codec.read(reader);
  reader.end();
  return value;
}
