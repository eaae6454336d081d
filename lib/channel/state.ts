import { AppError } from '../core/errors';
import type { Codec } from '../core/wire/codec';
import { decode, encode } from '../core/wire/encode';

/** The first octet of every stored value; another number is another format, and refused. */
export const STATE_VERSION = 1;

/** A stored value and back. Fails with `channel/damaged` where it is not one of ours. Octets are copied, not viewed. */
export const stored = <T extends { readonly version: number }>(codec: Codec<T>) => ({
  write: (value: T): Uint8Array<ArrayBuffer> => encode(codec, value).slice(),
  read: (octets: Uint8Array): T => {
    if (octets[0] !== STATE_VERSION) throw new AppError('channel/damaged');
    try {
      return decode(codec, octets);
    } catch (cause) {
      throw new AppError('channel/damaged', { cause });
    }
  },
});
