import { AppError } from '../../../core/errors';
import { type BlobReader, createBlobReader, textAt, wholeAt } from './blob-reader';
import { orientationOf, tiffIn, tiffWith } from './exif';
import { createKeptParts } from './kept-parts';

/** Markers of ITU-T T.81, table B.1. What is in no list here is not followed. */
const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;
/** Frames but the reserved one, Huffman and arithmetic tables, quantisation, lines, restart interval. */
const PICTURE = new Set([...Array.from({ length: 16 }, (_, n) => 0xc0 + n), 0xdb, 0xdc, 0xdd]);
PICTURE.delete(0xc8);
const COMMENT = 0xfe;
const isApplication = (marker: number): boolean => marker >= 0xe0 && marker <= 0xef;
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

const MOST_SEGMENTS = 100_000;
const MOST_FILL = 1_000;

/**
 * A JPEG with what draws it, and nothing else: no Exif, XMP, IPTC, comments, thumbnails, or pictures behind the picture.
 * Of application segments, a colour profile, what Adobe says of colours, and a bare JFIF are kept, and the orientation.
 */
export async function cleanJpeg(blob: Blob): Promise<readonly BlobPart[]> {
  const reader = createBlobReader(blob);
  const kept = createKeptParts(blob);
  let jfif: Uint8Array<ArrayBuffer> | undefined;
  let orientation: number | undefined;
  let scans = 0;
  let at = 2;

  for (let count = 0; count < MOST_SEGMENTS; count++) {
    const { marker, behind } = await readMarker(reader, at);
    if (marker === END) {
      if (scans === 0) break;
      kept.keep(behind - 2, behind);
      return [Uint8Array.of(0xff, START), ...(jfif ? [jfif] : []), ...exifWith(orientation), ...kept.parts()];
    }
    const length = wholeAt(await reader.octets(behind, 2), 0, 2);
    const end = behind + length;
    if (length < 2) break;
    const segment = await reader.octets(behind + 2, length - 2);
    if (PICTURE.has(marker) || isColour(marker, segment)) kept.keep(behind - 2, end);
    else if (marker === 0xe0) jfif ??= bareJfif(segment);
    else if (marker === 0xe1 && textAt(segment, 0, 4) === 'Exif') orientation ??= orientationOf(tiffIn(segment));
    else if (marker === SCAN) {
      scans++;
      const next = await endOfScan(reader, end);
      kept.keep(behind - 2, next);
      at = next;
      continue;
    } else if (!isApplication(marker) && marker !== COMMENT) break;
    at = end;
  }
  throw new AppError('file/uncleaned');
}

/** The marker at this place, behind any fill octets (T.81, B.1.1.2). */
async function readMarker(reader: BlobReader, at: number) {
  let behind = at;
  let marker = 0xff;
  if ((await reader.octets(behind++, 1))[0] !== 0xff) throw new AppError('file/uncleaned');
  while (marker === 0xff && behind - at <= MOST_FILL) [marker = 0] = await reader.octets(behind++, 1);
  if (behind - at > MOST_FILL) throw new AppError('file/uncleaned');
  return { marker, behind };
}

/** Where the entropy-coded octets from here on end: at a marker that is no restart (T.81, B.1.1.5). */
async function endOfScan(reader: BlobReader, from: number): Promise<number> {
  for (let at = from; ; ) {
    const octets = await reader.view(at);
    if (octets.length < 2) throw new AppError('file/uncleaned');
    let place = octets.indexOf(0xff);
    for (; place >= 0 && place + 1 < octets.length; place = octets.indexOf(0xff, place)) {
      const next = octets[place + 1] ?? 0;
      if (next !== 0 && next !== 0xff && !isRestart(next)) return at + place;
      place += next === 0xff ? 1 : 2;
    }
    at += place < 0 ? octets.length : place;
  }
}

const isColour = (marker: number, segment: Uint8Array): boolean =>
  (marker === 0xe2 && textAt(segment, 0, 12) === 'ICC_PROFILE\0') ||
  (marker === 0xee && segment.length === 12 && textAt(segment, 0, 5) === 'Adobe');

/** Version, units and density, without the thumbnail. */
function bareJfif(segment: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  if (textAt(segment, 0, 5) !== 'JFIF\0' || segment.length < 14) return undefined;
  const bare = Uint8Array.of(0xff, 0xe0, 0, 16, ...segment.subarray(0, 14));
  return bare.fill(0, 16);
}

function exifWith(orientation: number | undefined): Array<Uint8Array<ArrayBuffer>> {
  if (orientation === undefined) return [];
  const tiff = tiffWith(orientation);
  return [Uint8Array.of(0xff, 0xe1, 0, 8 + tiff.length, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff)];
}
