import { textAt } from './blob-reader';

/**
 * What can be done about what a file tells of its making: a picture that can be cleaned; one (or a film) that may tell
 * and cannot be cleaned here; anything else, which is sent as it is.
 */
export type Kind = 'jpeg' | 'png' | 'webp' | 'gif' | 'may-tell' | 'other';

const PICTURES: ReadonlyArray<readonly [kind: Kind, begins: RegExp]> = [
  ['jpeg', /^\xff\xd8\xff/],
  ['png', /^\x89PNG\r\n\x1a\n/],
  ['webp', /^RIFF[\s\S]{4}WEBP/],
  ['gif', /^GIF8[79]a/],
];

/** Octets with which files begin that hold Exif, XMP, or places in a form of their own. */
const TELLING = [
  // ISO base media: HEIC, AVIF, MP4, MOV, M4A, CR3, 3GP; and QuickTime without it.
  /^[\0-\x06][\s\S]{3}(?:ftyp|moov|mdat|wide|free|skip|pnot)/,
  // TIFF and the raw pictures of most cameras; BigTIFF; Olympus; Panasonic; Canon; Fujifilm; Sigma; Minolta.
  /^(?:II\*\0|MM\0\*|II\+\0|MM\0\+|IIR[OS]|MMOR|IIU\0|II\x1a\0|FUJIFILMCCD|FOVb|\0MRM)/,
  // JPEG XL and JPEG 2000 in boxes; Photoshop.
  /^(?:\0\0\0\x0c(?:JXL |jP {2})|8BPS)/,
  // Matroska and WebM, AVI, Windows Media, Flash, MPEG.
  /^(?:\x1aE\xdf\xa3|RIFF[\s\S]{4}AVI |0&\xb2u|FLV\x01|\0\0\x01[\xb3\xba])/,
];
/** Pictures that hold nothing of the kind. */
const SILENT = /^image\/(?:bmp|x-ms-bmp|svg\+xml|x-icon|vnd\.microsoft\.icon)$/;
const ENDINGS =
  /\.(?:jpe?g|png|apng|webp|gif|heic|heif|avif|tiff?|dng|jxl|jp2|mp4|m4v|mov|3gp|mkv|webm|avi|wmv|mts|m2ts)$/i;

export const HEAD_OCTETS = 16;

/** `head`: the first 16 octets, or all. What it says counts; name and type decide only where it says nothing. */
export function kindOf(
  head: Uint8Array,
  { name, mediaType }: { readonly name: string; readonly mediaType: string },
): Kind {
  const text = textAt(head, 0, HEAD_OCTETS);
  const picture = PICTURES.find(([, begins]) => begins.test(text));
  if (picture !== undefined) return picture[0];
  if (TELLING.some((begins) => begins.test(text))) return 'may-tell';
  if (SILENT.test(mediaType)) return 'other';
  return /^(?:image|video)\//.test(mediaType) || ENDINGS.test(name) ? 'may-tell' : 'other';
}
