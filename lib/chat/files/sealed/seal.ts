import { AppError } from '../../../core/errors';
import { createCipher, type FileCipher } from './cipher';
import { cut } from './cut';
import { SEGMENT_OCTETS, segmentsOf, writeHeader } from './format';

/** Segments that are read and sealed together: 1 MiB in memory at a time. */
const TOGETHER = 16;

/** The sealed file in parts of `size`. Never more than a few MiB of it are in memory. Fails with `file/unreadable`. */
export const sealContent = (
  content: Blob,
  { key, salt, size }: { readonly key: Uint8Array<ArrayBuffer>; readonly salt: Uint8Array; readonly size: number },
): AsyncGenerator<Uint8Array<ArrayBuffer>> => cut(sealSegments(content, key, writeHeader(salt, content.size)), size);

async function* sealSegments(content: Blob, key: Uint8Array<ArrayBuffer>, header: Uint8Array<ArrayBuffer>) {
  const cipher = await createCipher(key, header);
  const segments = segmentsOf(content.size);
  yield header;
  for (let first = 0; first < segments; first += TOGETHER) {
    const octets = await readSlice(content, first * SEGMENT_OCTETS, (first + TOGETHER) * SEGMENT_OCTETS);
    const sealed = await sealTogether(cipher, octets, first, segments);
    octets.fill(0);
    yield* sealed;
  }
}

const sealTogether = (
  cipher: FileCipher,
  octets: Uint8Array<ArrayBuffer>,
  first: number,
  segments: number,
): Promise<ReadonlyArray<Uint8Array<ArrayBuffer>>> =>
  Promise.all(
    Array.from({ length: Math.min(TOGETHER, segments - first) }, (_, index) =>
      cipher.seal(
        { number: first + index, last: first + index === segments - 1 },
        octets.subarray(index * SEGMENT_OCTETS, (index + 1) * SEGMENT_OCTETS),
      ),
    ),
  );

/** A file on disk can go away or change while it is read. */
async function readSlice(content: Blob, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  const end = Math.min(to, content.size);
  try {
    const octets = new Uint8Array(await content.slice(from, end).arrayBuffer());
    if (octets.length === end - from) return octets;
  } catch (cause) {
    throw new AppError('file/unreadable', { cause });
  }
  throw new AppError('file/unreadable');
}
