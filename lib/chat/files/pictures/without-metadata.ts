import { AppError } from '../../../core/errors';
import { createBlobReader } from './blob-reader';
import { cleanGif } from './gif';
import { cleanJpeg } from './jpeg';
import { HEAD_OCTETS, kindOf } from './kinds';
import { cleanPng } from './png';
import { cleanWebp } from './webp';

const CLEAN = { jpeg: cleanJpeg, png: cleanPng, webp: cleanWebp, gif: cleanGif } as const;

/**
 * The file without what tells where, when and with what it was made; the picture itself is not touched, and is never
 * in memory as a whole. Fails with `file/may-tell` (a kind that cannot be cleaned here), `file/uncleaned` (a picture
 * whose structure cannot be followed), `file/unreadable`.
 */
export async function withoutMetadata(file: {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Blob;
}): Promise<Blob> {
  const { content } = file;
  const head = await createBlobReader(content).octets(0, Math.min(HEAD_OCTETS, content.size));
  const kind = kindOf(head, file);
  if (kind === 'other') return content;
  if (kind === 'may-tell') throw new AppError('file/may-tell');
  return new Blob([...(await CLEAN[kind](content))]);
}
