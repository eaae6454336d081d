import { toBase64 } from '../core/base64';
import type { ReadingAttachment } from '../core/reading';

/** Pictures without a language of their own: SVG is a document and stays out. */
export const isPicture = (mediaType: string): boolean => /^image\/(?:png|jpe?g|gif|webp|avif|bmp)$/.test(mediaType);

/** `data:` addresses of the attached pictures that the HTML names by `cid:` (RFC 2392), by content id. */
export async function imageSources(
  files: readonly ReadingAttachment[],
  html: string,
): Promise<ReadonlyMap<string, string>> {
  const sources = new Map<string, string>();
  if (!/cid:/i.test(html)) return sources;
  for (const file of files) {
    if (file.contentId === undefined || !isPicture(file.mediaType)) continue;
    const octets = new Uint8Array(await file.content.arrayBuffer());
    sources.set(file.contentId, `data:${file.mediaType};base64,${toBase64(octets)}`);
  }
  return sources;
}
