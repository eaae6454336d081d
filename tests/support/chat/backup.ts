import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';

type Copy = ReadonlyArray<{ readonly table: string; readonly rows: readonly unknown[] }>;

/** Everything on a disk, as a backup program takes it. */
export async function copyDatabase(name: string): Promise<Copy> {
  const db = await new Dexie(name).open();
  const copy = await Promise.all(
    db.tables.map(async (table) => ({ table: table.name, rows: structuredClone(await table.toArray()) })),
  );
  db.close();
  return copy;
}

/** Puts an older copy in the place of what is there. Nobody else has the database open. */
export async function replaceDatabase(name: string, copy: Copy): Promise<void> {
  const db = await new Dexie(name).open();
  await db.transaction('rw', db.tables, async () => {
    for (const { table, rows } of copy) {
      await db.table(table).clear();
      await db.table(table).bulkPut([...structuredClone(rows)]);
    }
  });
  db.close();
}
