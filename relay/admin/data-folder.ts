import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What a data folder holds that is kept: everything else in it is of a running process. */
export const DATABASE = 'relay.sqlite';
export const OPAQUE_SETUP = 'opaque-setup';
export const ATTACHMENTS = 'attachments';

/** Paths in a backup: nothing that a restore would put elsewhere. Names in `attachments` are made by stores/files. */
export const isKept = (path: string): boolean =>
  path === DATABASE || path === OPAQUE_SETUP || /^attachments(\/[a-z0-9][a-z0-9.]*){2,4}$/.test(path);

export async function attachmentPaths(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(folder, ATTACHMENTS), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .filter(isKept);
}

export async function isEmptyOfData(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((): string[] => []);
  if (names.includes(DATABASE) || names.includes(OPAQUE_SETUP)) return false;
  return (await attachmentPaths(folder)).length === 0;
}
