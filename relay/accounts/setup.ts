import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../lib/core/errors';
import type { Config } from '../config/config';
import { isOpaqueSetup, newOpaqueSetup } from './opaque';

const FILE = 'opaque-setup';

/**
 * The setup of OPAQUE: the configured one, else the one in the data folder, made at the first start. It is the relay's
 * long-term secret, and the passwords of all accounts hang on it: one that cannot be read is never replaced.
 * Fails with `relay/setup`.
 */
export async function loadOpaqueSetup(config: Pick<Config, 'opaqueSetup' | 'dataFolder'>): Promise<string> {
  const given = config.opaqueSetup ?? 'file';
  const setup = given === 'file' ? await fromFile(config.dataFolder) : given;
  if (!(await isOpaqueSetup(setup))) throw new AppError('relay/setup');
  return setup;
}

async function fromFile(folder: string): Promise<string> {
  const path = join(folder, FILE);
  const kept = await readKept(path);
  if (kept !== undefined) return kept;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeOnce(path, `${await newOpaqueSetup()}\n`);
  await syncFolder(folder);
  // Another process may have been first: what is in the file counts.
  return (await readKept(path)) ?? '';
}

async function readKept(path: string): Promise<string | undefined> {
  try {
    const text = await readFile(path, 'ascii');
    await chmod(path, 0o600);
    return text.trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new AppError('relay/setup', { cause: error });
  }
}

/** Whole or not at all, and never over another: link(2) refuses a name that is there. */
async function writeOnce(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
}

/** The name of a new file is on disk only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
