import { AppError } from '../core/errors';
import type { Codec } from '../core/wire/codec';
import { decode } from '../core/wire/encode';
import { Writer } from '../core/wire/writer';

/** The first octet of every stored value; another number is another format, and refused. */
export const STATE_VERSION = 1;

/** Room for all but the fullest state, so that a writer that grows leaves no copies of secrets behind. */
const ROOM = 2 ** 16;

/** A stored value and back. What is read views the octets: they are wiped only when the next state is written. */
export const stored = <T extends { readonly version: number }>(codec: Codec<T>) => ({
  write: (value: T): Uint8Array<ArrayBuffer> => {
    const writer = new Writer(ROOM);
    codec.write(writer, value);
    const octets = writer.take();
    const copy = octets.slice();
    octets.fill(0);
    return copy;
  },
  /** Fails with `channel/damaged` where the octets are not ours. */
  read: (octets: Uint8Array): T => {
    if (octets[0] !== STATE_VERSION) throw new AppError('channel/damaged');
    try {
      return decode(codec, octets);
    } catch (cause) {
      throw new AppError('channel/damaged', { cause });
    }
  },
});
