import { AppError } from '../../../core/errors';
import { createBlobReader, textAt, wholeAt } from './blob-reader';
import { crc32 } from './crc32';
import { orientationOf, tiffWith } from './exif';
import { createKeptParts } from './kept-parts';

/** Chunks of PNG (third edition, 11) that draw the picture: colours, transparency, size, frames of an animation. */
const PICTURE = new Set([
  ...['PLTE', 'IDAT', 'IEND', 'tRNS', 'cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'cICP', 'mDCV', 'mDCv', 'cLLI', 'cLLi'],
  ...['bKGD', 'hIST', 'pHYs', 'sPLT', 'acTL', 'fcTL', 'fdAT'],
]);
const isCritical = (type: string): boolean => /^[A-Z]/.test(type);

const SIGNATURE_OCTETS = 8;
/** Length, type and check value around the data of a chunk. */
const AROUND = 12;
const FIRST_CHUNK_END = SIGNATURE_OCTETS + AROUND + 13;
const MOST_CHUNKS = 100_000;
const MOST_EXIF = 65_536;

/** A PNG with what draws it, and the orientation: no Exif, text, times, private chunks, or octets behind the picture. */
export async function cleanPng(blob: Blob): Promise<readonly BlobPart[]> {
  const reader = createBlobReader(blob);
  const kept = createKeptParts(blob);
  let orientation: number | undefined;
  let at = SIGNATURE_OCTETS;

  for (let count = 0; count < MOST_CHUNKS; count++) {
    const head = await reader.octets(at, 8);
    const length = wholeAt(head, 0, 4);
    const type = textAt(head, 4, 4);
    const end = at + AROUND + length;
    const isFirst = type === 'IHDR' && end === FIRST_CHUNK_END;
    if (end > blob.size || !/^[A-Za-z]{4}$/.test(type) || isFirst !== (count === 0)) break;
    if (type === 'eXIf' && length <= MOST_EXIF) orientation ??= orientationOf(await reader.octets(at + 8, length));
    // The first chunk is put in front by itself: what is new goes behind it.
    if (PICTURE.has(type) && !isFirst) kept.keep(at, end);
    else if (isCritical(type) && !isFirst) break;
    if (type === 'IEND') {
      return [blob.slice(0, FIRST_CHUNK_END), ...exifWith(orientation), ...kept.parts()];
    }
    at = end;
  }
  throw new AppError('file/uncleaned');
}

function exifWith(orientation: number | undefined): Array<Uint8Array<ArrayBuffer>> {
  if (orientation === undefined) return [];
  const data = Uint8Array.of(0x65, 0x58, 0x49, 0x66, ...tiffWith(orientation));
  const chunk = new Uint8Array(data.length + 8);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length - 4);
  chunk.set(data, 4);
  view.setUint32(4 + data.length, crc32(data));
  return [chunk];
}
