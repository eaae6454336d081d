import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileRow, FileRows } from '../../../lib/chat/rows';

/** Rows of files whose pieces lie on the disk, as a browser's do: a fake database would keep them in memory. */
export function createDiskRows(folder: string): FileRows & { readonly all: () => number } {
  const rows = new Map<string, FileRow>();
  mkdirSync(folder, { recursive: true });
  const place = (file: string, piece: number) => join(folder, `${file}.${piece}`);
  const piecesOf = (file: string) => readdirSync(folder).filter((name) => name.startsWith(file));
  return {
    get: async (file) => rows.get(file),
    unfinished: async () => [...rows.values()].filter(({ state }) => state === 'waiting' || state === 'moving'),
    put: async (row) => void rows.set(row.file, row),
    remove: async (file) => {
      rows.delete(file);
      for (const name of piecesOf(file)) rmSync(join(folder, name));
    },
    putPiece: (file, piece, octets) => writeFile(place(file, piece), octets),
    piece: async (file, piece) => {
      try {
        return new Uint8Array(await readFile(place(file, piece)));
      } catch {
        return undefined;
      }
    },
    pieces: async (file) => piecesOf(file).length,
    /** Rows and pieces. */
    all: () => rows.size + readdirSync(folder).length,
  };
}
