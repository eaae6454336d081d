import type { FileId } from '../../core/chat';
import { AppError } from '../../core/errors';
import { toHex } from '../../core/wire/hex';
import type { FileRecord } from '../records';
import type { FileRow } from '../rows';
import type { FilePorts, Files } from './contract';
import { neutralFile } from './neutral-file';
import { withoutMetadata } from './pictures/without-metadata';
import type { Readable } from './readable-work';
import { CONTENT_LIMIT, KEY_OCTETS, SALT_OCTETS, sealedOctetsOf } from './sealed/format';
import { sealContent } from './sealed/seal';
import { PIECE_OCTETS } from './transfers/piece';

export type FileToSeal = Parameters<Files['seal']>[0];

/** Seals a file into pieces on the disk. Until all of them are there its row has no octets, and nothing uses it. */
export async function sealFile(
  { conversation, message, name, mediaType, content, keepMetadata }: FileToSeal,
  file: FileId,
  { rows, random }: Pick<FilePorts, 'rows' | 'random'>,
  { check, onProgress }: Readable,
): Promise<FileRecord> {
  if (content.size > CONTENT_LIMIT) throw new AppError('file/too-large');
  check();
  const clean = keepMetadata ? content : await withoutMetadata({ name, mediaType, content });
  if (clean.size > CONTENT_LIMIT) throw new AppError('file/too-large');
  const key = Uint8Array.from(random(KEY_OCTETS));
  const row: FileRow = {
    file,
    conversation,
    message,
    direction: 'up',
    state: 'waiting',
    done: 0,
    sealedOctets: 0,
  };
  try {
    check();
    await rows.put(row);
    const sealedOctets = sealedOctetsOf(clean.size);
    let piece = 0;
    for await (const octets of sealContent(clean, { key, salt: random(SALT_OCTETS), size: PIECE_OCTETS })) {
      check();
      await rows.putPiece(file, piece++, octets);
      onProgress(Math.min(1, (piece * PIECE_OCTETS) / sealedOctets));
    }
    check();
    await rows.put({ ...row, sealedOctets });
    check();
    const octets = clean.size;
    return { kind: 'file', file, ...neutralFile({ name, mediaType }), octets, sealedOctets, key: toHex(key) };
  } finally {
    key.fill(0);
  }
}
