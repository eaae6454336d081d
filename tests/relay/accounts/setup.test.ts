import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { newOpaqueSetup } from '../../../relay/accounts/opaque';
import { deriveSecrets, tagOf } from '../../../relay/accounts/secrets';
import { loadOpaqueSetup } from '../../../relay/accounts/setup';

let dataFolder: string;
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'sotto-setup-'));
});
afterEach(() => rm(dataFolder, { recursive: true }));

const load = (opaqueSetup?: string) => loadOpaqueSetup({ opaqueSetup, dataFolder });

it('makes a setup at the first start, readable by its owner alone, and finds it again', async () => {
  const setup = await load();
  expect(await load('file')).toBe(setup);
  expect(await readdir(dataFolder)).toEqual(['opaque-setup']);
  expect((await stat(join(dataFolder, 'opaque-setup'))).mode & 0o777).toBe(0o600);
});

it('closes a file that a restore left open to others', async () => {
  const path = join(dataFolder, 'opaque-setup');
  await writeFile(path, await newOpaqueSetup(), { mode: 0o644 });
  await load();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it('is one setup, also when several processes start at the same time', async () => {
  const setups = await Promise.all(Array.from({ length: 40 }, () => load()));
  expect(new Set(setups).size).toBe(1);
  expect(await readdir(dataFolder)).toEqual(['opaque-setup']);
});

it('never replaces a setup that cannot be read: all passwords hang on it', async () => {
  const path = join(dataFolder, 'opaque-setup');
  await writeFile(path, 'cut');
  await expect(load()).rejects.toMatchObject({ code: 'relay/setup' });
  expect(await readFile(path, 'utf8')).toBe('cut');
});

it('takes the configured setup before the file, and refuses one that is none', async () => {
  const setup = await newOpaqueSetup();
  expect(await load(setup)).toBe(setup);
  expect(await readdir(dataFolder)).toEqual([]);
  await expect(load('secret')).rejects.toMatchObject({ code: 'relay/setup' });
});

it('derives the same keys at every process of a relay, others at another relay, and no two alike', async () => {
  const setup = await newOpaqueSetup();
  const one = deriveSecrets(setup);
  expect(deriveSecrets(setup)).toEqual(one);
  expect(one.tagKey).not.toEqual(one.ticketKey);
  expect(deriveSecrets(await newOpaqueSetup()).ticketKey).not.toEqual(one.ticketKey);
});

it('[req 35] counts under a tag that holds nothing of the address', async () => {
  const secrets = deriveSecrets(await newOpaqueSetup());
  expect(tagOf(secrets, '198.51.100.7')).toMatch(/^[\w-]{22}$/);
  expect(tagOf(secrets, '198.51.100.7')).not.toBe(tagOf(secrets, '198.51.100.8'));
  expect(tagOf(deriveSecrets(await newOpaqueSetup()), '198.51.100.7')).not.toBe(tagOf(secrets, '198.51.100.7'));
});
