import { AppError } from '../../../core/errors';
import { createCipher } from './cipher';
import { cut, type OctetStream } from './cut';
import { HEADER_OCTETS, readHeader, SEALED_SEGMENT_OCTETS, sealedOctetsOf, segmentsOf } from './format';

const TOGETHER = 16;

/**
 * The segments of the content, 1 MiB of them at a time, each proven before it is given. Whoever puts them together uses
 * them only after the last: until then the file may still turn out to be cut. Fails with `file/damaged`.
 */
export async function* openContent(
  sealed: OctetStream,
  { key, octets }: { readonly key: Uint8Array<ArrayBuffer>; readonly octets: number },
): AsyncGenerator<ReadonlyArray<Uint8Array<ArrayBuffer>>> {
  const { header, rest } = await splitHeader(sealed);
  if (readHeader(header).octets !== octets) throw new AppError('file/damaged');
  const cipher = await createCipher(key, header);
  const segments = segmentsOf(octets);
  let number = 0;
  let left = sealedOctetsOf(octets) - HEADER_OCTETS;
  for await (const together of cut(rest, TOGETHER * SEALED_SEGMENT_OCTETS)) {
    left -= together.length;
    const first = number;
    number += Math.ceil(together.length / SEALED_SEGMENT_OCTETS);
    const opened = await Promise.all(
      Array.from({ length: number - first }, (_, index) =>
        cipher.open(
          { number: first + index, last: first + index === segments - 1 },
          together.subarray(index * SEALED_SEGMENT_OCTETS, (index + 1) * SEALED_SEGMENT_OCTETS),
        ),
      ),
    );
    if (!opened.every((content) => content !== undefined)) throw new AppError('file/damaged');
    yield opened;
  }
  if (left !== 0) throw new AppError('file/damaged');
}

async function splitHeader(sealed: OctetStream) {
  const source = Symbol.asyncIterator in sealed ? sealed[Symbol.asyncIterator]() : sealed[Symbol.iterator]();
  let head = new Uint8Array(0);
  while (head.length < HEADER_OCTETS) {
    const { done, value } = await source.next();
    if (done === true) throw new AppError('file/damaged');
    const longer = new Uint8Array(head.length + value.length);
    longer.set(head);
    longer.set(value, head.length);
    head = longer;
  }
  async function* rest(): AsyncGenerator<Uint8Array> {
    yield head.subarray(HEADER_OCTETS);
    for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
  }
  return { header: head.slice(0, HEADER_OCTETS), rest: rest() };
}
