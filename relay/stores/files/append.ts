import { open } from 'node:fs/promises';
import type { AttachmentInfo } from '../ports';
import { ifThere, onDisk } from './disk';

/**
 * Writes on from where the file ends, never more than was declared. Whatever ends it, what arrived before is on disk
 * when this is over: the size of the file says where to go on.
 */
export async function appendTo(
  file: string,
  { octets: most, received }: AttachmentInfo,
  octets: AsyncIterable<Uint8Array>,
): Promise<number | 'too-large' | 'not-found'> {
  const handle = await ifThere(open(file, 'r+'));
  if (handle === undefined) return 'not-found';
  let end = received;
  try {
    for await (const piece of octets) {
      if (end + piece.length > most) return 'too-large';
      for (let written = 0; written < piece.length; ) {
        const { bytesWritten } = await onDisk(handle.write(piece, written, piece.length - written, end + written));
        written += bytesWritten;
      }
      end += piece.length;
    }
    return end;
  } finally {
    await onDisk(handle.datasync());
    await handle.close();
  }
}
