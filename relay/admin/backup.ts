import { randomBytes } from 'node:crypto';
import { access, link, open, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../lib/core/errors';
import { createArchiveWriter } from './archive-file';
import { attachmentPaths, DATABASE, OPAQUE_SETUP } from './data-folder';

export type BackupSource = {
  /** Of an embedded store; a relay may be running on it. */
  readonly dataFolder: string;
  /** Where attachments are, if elsewhere. */
  readonly attachmentsIn?: string;
  /** The setup of OPAQUE where it is given by value; else it is the one in the folder. */
  readonly opaqueSetup?: string;
};

/**
 * Writes everything that is kept into one new file, as it was at one moment; attachments may be some seconds newer.
 * Fails with `relay/backup-exists` rather than write over a file.
 */
export async function backup(source: BackupSource, file: string): Promise<void> {
  const target = resolve(file);
  if (await isThere(target)) throw new AppError('relay/backup-exists');
  const draft = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`);
  const snapshot = `${draft}.sqlite`;
  const setup = `${draft}.setup`;
  try {
    // SQLite writes into an empty file that is there: this one nobody else may read.
    await (await open(snapshot, 'wx', 0o600)).close();
    takeSnapshot(join(source.dataFolder, DATABASE), snapshot);
    const handle = await open(draft, 'wx', 0o600);
    try {
      const archive = createArchiveWriter(handle);
      await archive.add(DATABASE, snapshot);
      if (source.opaqueSetup !== undefined)
        await writeFile(setup, `${source.opaqueSetup}\n`, { mode: 0o600, flag: 'wx' });
      await archive.add(OPAQUE_SETUP, source.opaqueSetup === undefined ? join(source.dataFolder, OPAQUE_SETUP) : setup);
      const folder = source.attachmentsIn ?? source.dataFolder;
      for (const path of await attachmentPaths(folder)) await archive.add(path, join(folder, path));
      await archive.finish();
    } finally {
      await handle.close();
    }
    // Refuses a name that is there, unlike rename(2).
    await link(draft, target);
  } finally {
    for (const rest of [snapshot, setup]) await rm(rest, { force: true });
    await rm(draft, { force: true });
  }
}

/** As of one moment, while others write: https://sqlite.org/lang_vacuum.html#vacuum_with_an_into_clause. */
function takeSnapshot(database: string, snapshot: string): void {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(database, { readOnly: true, timeout: 5_000 });
    db.prepare('VACUUM INTO ?').run(snapshot);
  } catch (cause) {
    throw new AppError('relay/waiting', { cause });
  } finally {
    db?.close();
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
