import { AppError } from '../../core/errors';
import { fromHex } from '../../core/wire/hex';
import type { FileRecord } from '../records';
import type { FileRows } from '../rows';
import type { Readable } from './readable-work';
import { openContent } from './sealed/open';
import { piecesOf } from './transfers/piece';

/**
 * The content of a file that is here. 1 MiB of it at a time is in our memory; the Blob is the browser's. Without a type
 * of its own, so that no address of it can be opened as a document of ours. Fails with `file/damaged`.
 */
export async function openFile(record: FileRecord, rows: FileRows, { check, onProgress }: Readable): Promise<Blob> {
  const key = fromHex(record.key);
  const parts: Blob[] = [];
  let opened = 0;
  try {
    for await (const segments of openContent(readPieces(record, rows), { key, octets: record.octets })) {
      check();
      const part = new Blob([...segments]);
      parts.push(part);
      for (const segment of segments) segment.fill(0);
      opened += part.size;
      onProgress(record.octets === 0 ? 1 : opened / record.octets);
    }
    check();
    return new Blob(parts, { type: 'application/octet-stream' });
  } finally {
    key.fill(0);
  }
}

async function* readPieces({ file, sealedOctets }: FileRecord, rows: FileRows): AsyncGenerator<Uint8Array> {
  for (let piece = 0; piece < piecesOf(sealedOctets); piece++) {
    const octets = await rows.piece(file, piece);
    if (octets === undefined) throw new AppError('file/damaged');
    yield octets;
  }
}
