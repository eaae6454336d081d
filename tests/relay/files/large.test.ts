import { createHash, randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { round } from '../../support/numbers';
import { type FilesWorld, fetchAll, openFilesWorld, putUp, sealFor } from './people';

/** 99 for as large as a file may be: `SEALED_FILE_MB=99`. */
const MEGABYTES = Number(process.env.SEALED_FILE_MB ?? 12);
const MIB = 1_048_576;
/** Whatever its size: pieces of 1 MiB, a few at a time, until the garbage is collected. */
const MOST_IN_MEMORY = 64 * MIB;

let world: FilesWorld;
beforeAll(async () => {
  world = await openFilesWorld();
});
afterAll(() => world.close());

/** Octets in array buffers while something runs, above what there were; and how many MB of the file per second. */
async function measured<T>(work: () => Promise<T>) {
  const { arrayBuffers: before } = process.memoryUsage();
  let most = 0;
  const look = () => {
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  };
  const looking = setInterval(look, 5);
  const began = performance.now();
  const value = await work();
  const speed = round((MEGABYTES * 1_000) / (performance.now() - began));
  clearInterval(looking);
  look();
  return { value, most, speed };
}

async function writeLarge(place: string): Promise<string> {
  const file = await open(place, 'w');
  const hash = createHash('sha256');
  for (let megabyte = 0; megabyte < MEGABYTES; megabyte++) {
    const octets = randomBytes(MIB);
    hash.update(octets);
    await file.write(octets);
  }
  await file.close();
  return hash.digest('hex');
}

describe('a large file', () => {
  it(`of ${MEGABYTES} MB goes up and comes down, and is never in memory as a whole`, { timeout: 300_000 }, async () => {
    const place = join(world.folder, 'large');
    const wanted = await writeLarge(place);
    const anna = await world.person('anna');
    const bert = await world.person('bert');
    const sealed = await measured(async () => sealFor(anna, await openAsBlob(place)));
    const up = await measured(() => putUp(anna, sealed.value, 240_000));
    const down = await measured(() => fetchAll(bert, up.value, 240_000));
    const opened = await measured(() => bert.files.open(up.value));
    const hash = createHash('sha256');
    for await (const part of opened.value.stream()) hash.update(part);
    expect(hash.digest('hex')).toBe(wanted);
    for (const { most } of [sealed, up, down]) expect(most).toBeLessThan(MOST_IN_MEMORY);
    // Node keeps Blobs in memory, browsers on the disk.
    expect(opened.most).toBeLessThan(MOST_IN_MEMORY + 2 * opened.value.size);
    const speeds = Object.entries({ seal: sealed, upload: up, download: down, open: opened }).map(
      ([name, { speed, most }]) => `${name} ${speed} MB/s (${round(most / MIB)} MiB in memory)`,
    );
    console.info(`${MEGABYTES} MB: ${speeds.join(', ')}`);
  });
});
