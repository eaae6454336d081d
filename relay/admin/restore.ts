import { mkdir, mkdtemp, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../lib/core/errors';
import { unpack } from './archive-file';
import { ATTACHMENTS, DATABASE, isEmptyOfData, isKept, OPAQUE_SETUP } from './data-folder';

/**
 * Puts a backup into a folder that holds no data. Fails with `relay/not-empty` where it does, and with
 * `relay/backup-damaged` where the file is not whole: nothing is put there then.
 */
export async function restore(file: string, dataFolder: string): Promise<void> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  if (!(await isEmptyOfData(dataFolder))) throw new AppError('relay/not-empty');
  const draft = await mkdtemp(join(dataFolder, '.restore-'));
  try {
    await unpack(file, draft, isKept);
    const names = await readdir(draft);
    if (!names.includes(DATABASE)) throw new AppError('relay/backup-damaged');
    await rm(join(dataFolder, ATTACHMENTS), { recursive: true, force: true });
    // The database last: with it the folder counts as restored.
    for (const name of [ATTACHMENTS, OPAQUE_SETUP, DATABASE].filter((one) => names.includes(one))) {
      await rename(join(draft, name), join(dataFolder, name));
    }
    const folder = await open(dataFolder, 'r');
    await folder.sync().finally(() => folder.close());
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
