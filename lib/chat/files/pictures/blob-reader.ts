import { AppError } from '../../../core/errors';

/** Octets of a Blob by their place, read 256 KiB at a time: a picture of 100 MB is never in memory. */
export type BlobReader = {
  readonly size: number;
  /** Exactly so many octets. `file/uncleaned` where they are not there: the structure does not hold. */
  octets(at: number, count: number): Promise<Uint8Array>;
  /** What is at hand from `at` on: at least one octet, except at the end. */
  view(at: number): Promise<Uint8Array>;
};

const WINDOW = 262_144;

export function createBlobReader(blob: Blob): BlobReader {
  let start = 0;
  let window = new Uint8Array(0);

  const load = async (at: number): Promise<void> => {
    try {
      window = new Uint8Array(await blob.slice(at, at + WINDOW).arrayBuffer());
      start = at;
    } catch (cause) {
      throw new AppError('file/unreadable', { cause });
    }
  };
  return {
    size: blob.size,
    async octets(at, count) {
      if (count > WINDOW || at + count > blob.size) throw new AppError('file/uncleaned');
      if (at < start || at + count > start + window.length) await load(at);
      if (count > window.length) throw new AppError('file/unreadable');
      return window.subarray(at - start, at - start + count);
    },
    async view(at) {
      if (at < start || at + 1 >= start + window.length) await load(at);
      return window.subarray(at - start);
    },
  };
}

/** Big endian. */
export const wholeAt = (octets: Uint8Array, at: number, size: 2 | 4): number => {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  return size === 2 ? view.getUint16(at) : view.getUint32(at);
};

export const textAt = (octets: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...octets.subarray(at, at + length));
