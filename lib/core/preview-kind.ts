/** How a file can be looked at inside our frame. */
export type PreviewKind = 'image' | 'text' | 'pdf' | 'none';

/** No SVG and no HTML: both can carry code. */
const IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp'];
const TEXTS = /\.(?:txt|md|log|csv|tsv|json|ya?ml|ini|conf|diff|patch|ics|vcf)$/i;
const TEXT_TYPES = ['text/plain', 'text/csv', 'text/markdown', 'application/json', 'text/calendar', 'text/vcard'];
const EXTENSIONS: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  bmp: 'image/bmp',
  pdf: 'application/pdf',
};

/** A text file above this is saved rather than drawn. In octets. */
export const TEXT_PREVIEW_LIMIT = 1_000_000;

export type Preview = {
  readonly kind: PreviewKind /** The type our own Blob gets: never the sender's. */;
  readonly mediaType: string;
};

/** By the type that the mail names, or by the file's name where the type says nothing. */
export function previewOf(file: { name: string; mediaType: string; octets: number }): Preview {
  const named = file.mediaType.toLowerCase().split(';')[0]?.trim() ?? '';
  const extension = file.name.toLowerCase().split('.').at(-1) ?? '';
  const known = named === '' || named === 'application/octet-stream' ? (EXTENSIONS[extension] ?? named) : named;
  if (IMAGES.includes(known)) return { kind: 'image', mediaType: known };
  if (known === 'application/pdf') return { kind: 'pdf', mediaType: 'application/pdf' };
  const isText = TEXT_TYPES.includes(known) || (known === 'application/octet-stream' && TEXTS.test(file.name));
  if (isText && file.octets <= TEXT_PREVIEW_LIMIT) return { kind: 'text', mediaType: 'text/plain' };
  return { kind: 'none', mediaType: 'application/octet-stream' };
}
