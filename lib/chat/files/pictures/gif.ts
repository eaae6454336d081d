import { AppError } from '../../../core/errors';
import { type BlobReader, createBlobReader, textAt } from './blob-reader';
import { createKeptParts } from './kept-parts';

/** GIF89a: what begins a block. */
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
/** Labels of extensions: how a frame is shown, text that is drawn, what an application says. */
const CONTROL = 0xf9;
const TEXT = 0x01;
const APPLICATION = 0xff;
/** How often an animation runs, and colours; XMP is another. */
const KEPT_APPLICATIONS = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012']);

const HEAD_OCTETS = 13;
const MOST_BLOCKS = 2_000_000;

/** A GIF with what draws it: no comments, XMP, other applications' blocks, or octets behind the picture. */
export async function cleanGif(blob: Blob): Promise<readonly BlobPart[]> {
  const reader = createBlobReader(blob);
  const kept = createKeptParts(blob);
  const budget = { blocks: MOST_BLOCKS };
  let at = HEAD_OCTETS + tableOctets((await reader.octets(10, 1))[0] ?? 0);
  if (at > blob.size) throw new AppError('file/uncleaned');
  kept.keep(0, at);

  while (budget.blocks > 0) {
    const from = at;
    const [kind] = await reader.octets(at, 1);
    if (kind === TRAILER) {
      kept.keep(at, at + 1);
      return kept.parts();
    }
    if (kind === IMAGE) {
      const table = tableOctets((await reader.octets(at + 9, 1))[0] ?? 0);
      at = await endOfBlocks(reader, at + 11 + table, budget);
      kept.keep(from, at);
    } else if (kind === EXTENSION) {
      const isKept = await isPicture(reader, at);
      at = await endOfBlocks(reader, at + 2, budget);
      if (isKept) kept.keep(from, at);
    } else break;
  }
  throw new AppError('file/uncleaned');
}

/** Octets of the colour table that the flags announce. */
const tableOctets = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1));

async function isPicture(reader: BlobReader, at: number): Promise<boolean> {
  const [, label, length] = await reader.octets(at, 3);
  if (label !== APPLICATION) return label === CONTROL || label === TEXT;
  return length === 11 && KEPT_APPLICATIONS.has(textAt(await reader.octets(at + 3, 11), 0, 11));
}

/** Behind a run of blocks, each with its length before it, up to an empty one. */
async function endOfBlocks(reader: BlobReader, from: number, budget: { blocks: number }): Promise<number> {
  let at = from;
  while (budget.blocks-- > 0) {
    const [length = 0] = await reader.octets(at, 1);
    at += 1 + length;
    if (length === 0) return at;
  }
  throw new AppError('file/uncleaned');
}
