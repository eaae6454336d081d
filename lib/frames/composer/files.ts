import type { ComposeAttachment } from '../../core/compose';
import { AppError } from '../../core/errors';
import { safeFileName } from '../../core/file-names';
import { LIMITS } from '../../core/limits';

const MOST_FILES = 100;

/**
 * Reads chosen files into memory, so that a file that changes or vanishes later is still the one that was chosen.
 * All or none. Fails with `mail/quota`, `file/unreadable`.
 * @param octetsBefore what the draft carries already
 */
export async function readFiles(
  files: readonly File[],
  have: readonly ComposeAttachment[],
  octetsBefore: number,
): Promise<readonly ComposeAttachment[]> {
  const sum = files.reduce((octets, file) => octets + file.size, octetsBefore);
  if (sum > LIMITS.mailOctets || have.length + files.length > MOST_FILES) throw new AppError('mail/quota');
  return Promise.all(files.map(readFile));
}

async function readFile(file: File): Promise<ComposeAttachment> {
  const mediaType = /^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type.slice(0, 255) : 'application/octet-stream';
  try {
    // A folder that was dragged in fails here.
    const content = new Blob([await file.arrayBuffer()], { type: mediaType });
    return { name: safeFileName(file.name), mediaType, content };
  } catch (cause) {
    throw new AppError('file/unreadable', { cause });
  }
}
