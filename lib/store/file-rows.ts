import { Dexie } from 'dexie';
import type { FileRows } from '../chat/rows';
import { guard } from './guard';
import type { Schema } from './schema';

const piecesOf = (db: Schema, file: string) =>
  db.filePieces.where('[file+piece]').between([file, Dexie.minKey], [file, Dexie.maxKey]);

/** Sealed files and how far their transfers are. */
export const fileRows = (db: Schema): FileRows => ({
  get: (file) => guard(() => db.files.get(file)),
  unfinished: () => guard(() => db.files.where('state').anyOf('waiting', 'moving').toArray()),
  put: (row) => guard(async () => void (await db.files.put(row))),
  remove: (file) =>
    guard(() =>
      db.transaction('rw', db.files, db.filePieces, async () => {
        await db.files.delete(file);
        await piecesOf(db, file).delete();
      }),
    ),
  putPiece: (file, piece, octets) => guard(async () => void (await db.filePieces.put({ file, piece, octets }))),
  piece: (file, piece) => guard(async () => (await db.filePieces.get([file, piece]))?.octets),
  pieces: (file) => guard(() => piecesOf(db, file).count()),
});
