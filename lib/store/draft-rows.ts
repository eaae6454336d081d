import type { DraftRepository } from '../mail/drafts';
import { guard } from './guard';
import type { Schema } from './schema';

/** Drafts as they are sealed by lib/mail: this sees neither text nor names. */
export const draftRows = (db: Schema): DraftRepository => ({
  get: (id) => guard(() => db.drafts.get(id)),
  list: () => guard(() => db.drafts.orderBy('changedAt').reverse().toArray()),
  put: (record, newFiles) =>
    guard(() =>
      db.transaction('rw', db.drafts, db.draftFiles, async () => {
        await db.draftFiles.bulkPut(newFiles.map(({ fileId, sealed }) => ({ draft: record.id, fileId, sealed })));
        const named = new Set(record.files.map(({ fileId }) => fileId));
        const stored = await db.draftFiles.where('draft').equals(record.id).primaryKeys();
        await db.draftFiles.bulkDelete(stored.filter(([, fileId]) => !named.has(fileId)));
        await db.drafts.put(record);
      }),
    ),
  file: (id, fileId) => guard(async () => (await db.draftFiles.get([id, fileId]))?.sealed),
  remove: (id) =>
    guard(() =>
      db.transaction('rw', db.drafts, db.draftFiles, async () => {
        await db.draftFiles.where('draft').equals(id).delete();
        await db.drafts.delete(id);
      }),
    ),
});
