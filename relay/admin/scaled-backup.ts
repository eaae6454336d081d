import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '../../lib/core/errors';
import { loadOpaqueSetup } from '../accounts/setup';
import type { Settings } from '../config/config';
import { backup } from './backup';
import { type Counts, copyStores, countStores } from './copy-stores';
import { ATTACHMENTS, attachmentPaths, OPAQUE_SETUP } from './data-folder';
import { embeddedIn, withStores } from './open-quietly';
import { restore } from './restore';

/** Walks through the scaled stores into an embedded one, and packs that: one form of backup for both. */
export async function backupScaled(settings: Settings, file: string): Promise<Counts> {
  const folder = await mkdtemp(join(dirname(resolve(file)), '.sotto-backup-'));
  try {
    const counts = await withStores(settings, (from) =>
      withStores(embeddedIn(settings, folder), (to) => copyStores(from, to)),
    );
    const opaqueSetup = await loadOpaqueSetup(settings);
    await backup({ dataFolder: folder, attachmentsIn: settings.dataFolder, opaqueSetup }, file);
    return counts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The other way. Fails with `relay/setup` where the backup's passwords hang on another setup of OPAQUE. */
export async function restoreScaled(settings: Settings, file: string): Promise<Counts> {
  await mkdir(settings.dataFolder, { recursive: true, mode: 0o700 });
  if ((await attachmentPaths(settings.dataFolder)).length > 0) throw new AppError('relay/not-empty');
  const folder = await mkdtemp(join(settings.dataFolder, '.restore-'));
  try {
    await restore(file, folder);
    await checkSetup(settings, folder);
    const counts = await withStores(settings, async (to) => {
      if (Object.values(await countStores(to)).some((count) => count > 0)) throw new AppError('relay/not-empty');
      return await withStores(embeddedIn(settings, folder), (from) => copyStores(from, to));
    });
    await rm(join(settings.dataFolder, ATTACHMENTS), { recursive: true, force: true });
    await rename(join(folder, ATTACHMENTS), join(settings.dataFolder, ATTACHMENTS));
    return counts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** All passwords hang on the setup of OPAQUE: a store that goes on with another has no password that is right. */
export async function checkSetup(settings: Settings, folder: string): Promise<void> {
  const kept = await readFile(join(folder, OPAQUE_SETUP), 'ascii').catch(() => undefined);
  if (kept !== undefined && kept.trim() !== (await loadOpaqueSetup(settings)).trim()) throw new AppError('relay/setup');
}
