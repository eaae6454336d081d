import { textAt } from './blob-reader';

/** Which way up a picture is: 1 (as it is) to 8, of Exif 2.32, 4.6.4 A. The only tag that is kept. */
const ORIENTATION = 0x0112;
const SHORT = 3;

/** The orientation in the first directory of a TIFF structure; `undefined` where there is none that turns anything. */
export function orientationOf(tiff: Uint8Array): number | undefined {
  const order = textAt(tiff, 0, 2);
  if ((order !== 'II' && order !== 'MM') || tiff.length < 14) return undefined;
  const little = order === 'II';
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (view.getUint16(2, little) !== 42) return undefined;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return undefined;
  const entries = view.getUint16(directory, little);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > tiff.length) return undefined;
    if (view.getUint16(at, little) !== ORIENTATION) continue;
    const value = view.getUint16(at + 8, little);
    return view.getUint16(at + 2, little) === SHORT && value >= 2 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** A TIFF structure that holds the orientation and nothing else. */
export const tiffWith = (orientation: number): Uint8Array<ArrayBuffer> =>
  // biome-ignore format: header, one directory of one entry (tag, type, count, value), no directory after it
  Uint8Array.of(
    0x4d, 0x4d, 0, 42, 0, 0, 0, 8,
    0, 1,
    ORIENTATION >> 8, ORIENTATION & 0xff, 0, SHORT, 0, 0, 0, 1, 0, orientation, 0, 0,
    0, 0, 0, 0,
  );

const EXIF = 'Exif\0\0';

/** The TIFF structure in Exif octets that may begin with `Exif` and two zeros, as they do in JPEG (and in some WebP). */
export const tiffIn = (exif: Uint8Array): Uint8Array =>
  textAt(exif, 0, EXIF.length) === EXIF ? exif.subarray(EXIF.length) : exif;
