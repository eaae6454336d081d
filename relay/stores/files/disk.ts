import { randomUUID } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../../lib/core/errors';

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** Undefined where there is no such file; other failures of the system are AppError('relay/waiting'). */
export async function ifThere<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw asWaiting(error);
  }
}

export async function onDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw asWaiting(error);
  }
}

/** A full or failing disk is a store that is away; everything else stays what it is. */
export function asWaiting(error: unknown): unknown {
  return error instanceof Error && 'syscall' in error ? new AppError('relay/waiting', { cause: error }) : error;
}

/** The names in a folder are on disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Whole or not at all, also where the process ends in between. */
export async function writeWhole(file: string, content: string): Promise<void> {
  const fresh = `${file}.${randomUUID()}`;
  const handle = await open(fresh, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, file);
  await syncFolder(dirname(file));
}

export const removeFile = (file: string): Promise<void> => rm(file, { force: true });

export const namesIn = async (folder: string): Promise<string[]> => (await ifThere(readdir(folder))) ?? [];
