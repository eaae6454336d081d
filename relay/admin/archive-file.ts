import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { damaged, parseTarHeader, tarEnd, tarHeader, tarPadding } from './tar';

/** The last entry, in the form of sha256sum(1): without it, and all that it lists, a backup is not whole. */
const SUMS = 'SHA256SUMS';
const PIECE = 256 * 1_024;

export type ArchiveWriter = {
  /** A file as long as it is now; one that is gone is left out. */
  add(path: string, file: string): Promise<void>;
  /** Writes the sums; all is on disk then. */
  finish(): Promise<void>;
};

/** Packs files into one, as tar. `handle` is an empty file. */
export function createArchiveWriter(handle: FileHandle): ArchiveWriter {
  const sums: string[] = [];
  return {
    async add(path, file) {
      const source = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      if (source === undefined) return;
      try {
        const { size } = await source.stat();
        const hash = createHash('sha256');
        await handle.write(tarHeader({ path, octets: size }));
        // It may grow meanwhile: what comes later is not of this backup.
        for (let at = 0; at < size; ) {
          const piece = Buffer.allocUnsafe(Math.min(PIECE, size - at));
          const { bytesRead } = await source.read(piece, 0, piece.length, at);
          if (bytesRead === 0) damaged();
          hash.update(piece.subarray(0, bytesRead));
          await handle.write(piece, 0, bytesRead);
          at += bytesRead;
        }
        await handle.write(tarPadding(size));
        sums.push(`${hash.digest('hex')}  ${path}\n`);
      } finally {
        await source.close();
      }
    },
    async finish() {
      const text = Buffer.from(sums.join(''));
      await handle.write(tarHeader({ path: SUMS, octets: text.length }));
      await handle.write(Buffer.concat([text, tarPadding(text.length), tarEnd()]));
      await handle.sync();
    },
  };
}

/**
 * Unpacks into an empty folder. Fails with `relay/backup-damaged` where anything is missing, changed, or not `known`:
 * no path of the file decides where something is written.
 */
export async function unpack(file: string, folder: string, known: (path: string) => boolean): Promise<void> {
  const read = blocks(createReadStream(file, { highWaterMark: PIECE }));
  const found = new Map<string, string>();
  for (;;) {
    const entry = parseTarHeader(await read.exactly(512));
    if (entry === undefined) damaged();
    const { path, octets } = entry;
    const padding = tarPadding(octets).length;
    if (path === SUMS) {
      const sums = (await read.exactly(octets)).toString('latin1');
      if (sums !== [...found].map(([name, sum]) => `${sum}  ${name}\n`).join('')) damaged();
      await read.end();
      return;
    }
    if (!known(path) || found.has(path)) damaged();
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const handle = await open(target, 'wx', 0o600);
    try {
      const hash = createHash('sha256');
      for (let left = octets; left > 0; ) {
        const piece = await read.some(left);
        hash.update(piece);
        await handle.write(piece);
        left -= piece.length;
      }
      await handle.sync();
      found.set(path, hash.digest('hex'));
    } finally {
      await handle.close();
    }
    await read.exactly(padding);
  }
}

/** Octets in the sizes that are asked for. */
function blocks(stream: AsyncIterable<Buffer>) {
  const source = stream[Symbol.asyncIterator]();
  let held: Buffer = Buffer.of();
  const some = async (most: number): Promise<Buffer> => {
    while (held.length === 0) {
      const next = await source.next();
      if (next.done === true) damaged();
      held = next.value;
    }
    const piece = held.subarray(0, most);
    held = held.subarray(piece.length);
    return piece;
  };
  const exactly = async (count: number): Promise<Buffer> => {
    const pieces: Buffer[] = [];
    for (let left = count; left > 0; ) {
      const piece = await some(left);
      pieces.push(piece);
      left -= piece.length;
    }
    return Buffer.concat(pieces);
  };
  return { some, exactly, end: async () => void (await source.return?.()) };
}
