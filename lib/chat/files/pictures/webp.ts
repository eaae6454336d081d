import { AppError } from '../../../core/errors';
import { type BlobReader, createBlobReader, textAt } from './blob-reader';
import { orientationOf, tiffIn, tiffWith } from './exif';
import { createKeptParts } from './kept-parts';

/** Chunks that draw the picture: RFC 9649, 2. */
const PICTURE = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
const IN_FRAME = new Set(['VP8 ', 'VP8L', 'ALPH']);
/** In the flags of VP8X: RFC 9649, 2.7.1. */
const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;
const EXTENDED_OCTETS = 10;
const FRAME_OCTETS = 16;
const MOST_CHUNKS = 100_000;
const MOST_EXIF = 65_536;

type Chunk = { readonly type: string; readonly at: number; readonly length: number; readonly end: number };

/** A WebP with what draws it, and the orientation: no Exif, XMP, unknown chunks, or octets behind the picture. */
export async function cleanWebp(blob: Blob): Promise<readonly BlobPart[]> {
  const reader = createBlobReader(blob);
  const kept = createKeptParts(blob);
  let orientation: number | undefined;
  let flags: { readonly at: number; readonly octet: number } | undefined;

  const whole = 8 + littleAt(await reader.octets(4, 4), 0);
  const chunks = await readChunks(reader, 12, whole);
  if (chunks[0] === undefined || !/^VP8[ LX]$/.test(chunks[0].type)) throw new AppError('file/uncleaned');
  for (const { type, at, length, end } of chunks) {
    if (type === 'EXIF' && length <= MOST_EXIF)
      orientation ??= orientationOf(tiffIn(await reader.octets(at + 8, length)));
    if (type === 'ANMF') await checkFrame(reader, at + 8, length);
    if (type === 'VP8X') {
      if (length !== EXTENDED_OCTETS || flags !== undefined) throw new AppError('file/uncleaned');
      flags = { at: at + 8, octet: (await reader.octets(at + 8, 1))[0] ?? 0 };
    } else if (PICTURE.has(type)) kept.keep(at, end);
  }
  const extended = flags === undefined ? [] : [extendedWith(blob, flags, orientation)].flat();
  if (flags !== undefined && orientation !== undefined) kept.put(exifWith(orientation));
  const octets = 4 + (flags === undefined ? 0 : 8 + EXTENDED_OCTETS) + kept.octets();
  return [riffOf(octets), ...extended, ...kept.parts()];
}

const littleAt = (octets: Uint8Array, at: number): number =>
  new DataView(octets.buffer, octets.byteOffset, octets.byteLength).getUint32(at, true);

/** The chunks that fill these octets exactly, each padded to an even length (RFC 9649, 2.3). */
async function readChunks(reader: BlobReader, from: number, to: number): Promise<readonly Chunk[]> {
  const chunks: Chunk[] = [];
  let at = from;
  while (at < to && chunks.length < MOST_CHUNKS) {
    const head = await reader.octets(at, 8);
    const length = littleAt(head, 4);
    const end = at + 8 + length + (length % 2);
    chunks.push({ type: textAt(head, 0, 4), at, length, end });
    at = end;
  }
  if (at !== to || to > reader.size) throw new AppError('file/uncleaned');
  return chunks;
}

/** A frame of an animation has chunks of its own; what is not known there cannot be taken out. */
async function checkFrame(reader: BlobReader, at: number, length: number): Promise<void> {
  const chunks = await readChunks(reader, at + FRAME_OCTETS, at + length);
  if (!chunks.every(({ type }) => IN_FRAME.has(type))) throw new AppError('file/uncleaned');
}

function extendedWith(
  blob: Blob,
  flags: { readonly at: number; readonly octet: number },
  orientation: number | undefined,
): readonly BlobPart[] {
  const octet = (flags.octet & ~(HAS_EXIF | HAS_XMP)) | (orientation === undefined ? 0 : HAS_EXIF);
  return [
    blob.slice(flags.at - 8, flags.at),
    Uint8Array.of(octet),
    blob.slice(flags.at + 1, flags.at + EXTENDED_OCTETS),
  ];
}

function exifWith(orientation: number): Uint8Array<ArrayBuffer> {
  const tiff = tiffWith(orientation);
  return Uint8Array.of(0x45, 0x58, 0x49, 0x46, tiff.length, 0, 0, 0, ...tiff);
}

function riffOf(octets: number): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode('RIFF----WEBP');
  new DataView(head.buffer).setUint32(4, octets, true);
  return head;
}
