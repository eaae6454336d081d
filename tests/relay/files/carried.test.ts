import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../support/wait';
import { openCuttingProxy } from './cutting-proxy';
import {
  becomes,
  type FilesWorld,
  fetchAll,
  octetsOf,
  of,
  openFilesWorld,
  type Person,
  putUp,
  sealFor,
  some,
} from './people';

const MIB = 1_048_576;
const CUTS = 10;

let world: FilesWorld;
let proxy: Awaited<ReturnType<typeof openCuttingProxy>>;
let anna: Person;
let bert: Person;
beforeAll(async () => {
  // Tickets are over while a file is under way.
  world = await openFilesWorld('--ticket', '1s');
  proxy = await openCuttingProxy(world.origin);
  anna = await world.person('anna', proxy.origin);
  bert = await world.person('bert', proxy.origin);
});
afterAll(async () => {
  proxy.close();
  await world.close();
});

describe('a file over the real relay', () => {
  it.each([0, 1, 259, 65_536, 3 * MIB + 1])('of %d octets arrives as it was', async (octets) => {
    const content = some(octets);
    const theirs = await putUp(anna, await sealFor(anna, content));
    await fetchAll(bert, theirs);
    expect((await octetsOf(await bert.files.open(theirs))).equals(await octetsOf(content))).toBe(true);
  });

  it(`is cut ${CUTS} times on each way, goes on each time, and arrives as it was`, async () => {
    const content = some(12 * MIB);
    const record = await sealFor(anna, content);
    proxy.cut('up', 1_000_000, CUTS);
    const theirs = await putUp(anna, record);
    expect(proxy.cuts()).toBe(CUTS);
    proxy.cut('down', 1_200_000, CUTS);
    await bert.files.download(theirs, of);
    await becomes(bert.files, theirs, 'here');
    expect(proxy.cuts()).toBe(CUTS);
    expect((await octetsOf(await bert.files.open(theirs))).equals(await octetsOf(content))).toBe(true);
  });

  it('goes two at a time, both ways at once', async () => {
    const contents = await Promise.all([some(3 * MIB), some(2 * MIB + 5)].map(octetsOf));
    const [one, two] = contents.map((octets) => new Blob([Uint8Array.from(octets)]));
    const sealed = await Promise.all([
      sealFor(anna, one ?? some(0)),
      sealFor(anna, two ?? some(0)),
      sealFor(bert, some(MIB)),
    ]);
    const [first, second, third] = await Promise.all([
      putUp(anna, sealed[0]),
      putUp(anna, sealed[1]),
      putUp(bert, sealed[2]),
    ]);
    await Promise.all([fetchAll(bert, first), fetchAll(bert, second), fetchAll(anna, third)]);
    expect((await octetsOf(await bert.files.open(first))).equals(contents[0] ?? Buffer.of())).toBe(true);
    expect((await octetsOf(await bert.files.open(second))).equals(contents[1] ?? Buffer.of())).toBe(true);
  });

  it('leaves nothing readable at the relay, not even its name [req 35]', async () => {
    const canary = Buffer.from(`canary ${randomBytes(12).toString('hex')} `);
    const content = new Blob([Uint8Array.from(Buffer.alloc(200_000, canary))]);
    const { files } = anna;
    const record = await files.seal({
      ...of,
      name: `${canary}.txt`,
      mediaType: 'text/plain',
      content,
      keepMetadata: false,
    });
    const theirs = await putUp(anna, record);
    expect(world.relayHolds(canary)).toBe(false);
    expect(world.relayHolds(Buffer.from(record.key, 'hex')) || world.relayHolds(Buffer.from(record.key))).toBe(false);
    expect(world.relayHolds(readFileSync(world.placeOf(theirs.attachment ?? '')).subarray(4, 36))).toBe(true);
  });

  it('that the relay changed at any kind of octet is not opened [req 8]', async () => {
    const content = some(2 * MIB + 9);
    const record = await sealFor(anna, content);
    const theirs = await putUp(anna, record);
    const place = world.placeOf(theirs.attachment ?? '');
    const kept = readFileSync(place);
    const at = (segment: number) => 44 + segment * 65_552;
    const flipped = (octet: number) => {
      const octets = Buffer.from(kept);
      octets[octet] = (octets[octet] ?? 0) ^ 0x80;
      return octets;
    };
    const changes = {
      mark: flipped(0),
      kind: flipped(2),
      version: flipped(3),
      salt: flipped(9),
      length: flipped(43),
      'first segment': flipped(at(0) + 9),
      'middle segment': flipped(at(20) + 9),
      'tag of a middle segment': flipped(at(21) - 1),
      'last segment': flipped(at(32) + 3),
      'tag of the last segment': flipped(kept.length - 1),
      'two segments in each other’s place': Buffer.concat([
        kept.subarray(0, at(3)),
        kept.subarray(at(4), at(5)),
        kept.subarray(at(3), at(4)),
        kept.subarray(at(5)),
      ]),
    };
    for (const [what, octets] of Object.entries(changes)) {
      writeFileSync(place, octets);
      await fetchAll(bert, theirs);
      await expect(bert.files.open(theirs), what).rejects.toMatchObject({ code: 'file/damaged' });
      expect(await bert.rows.pieces(theirs.file), what).toBe(0);
    }
    writeFileSync(place, kept);
    await fetchAll(bert, theirs);
    expect((await octetsOf(await bert.files.open(theirs))).equals(await octetsOf(content))).toBe(true);
  });

  it('that is cancelled in the middle leaves nothing here and nothing at the relay', async () => {
    const before = [world.octetsAtRelay(), anna.rows.all(), bert.rows.all()];
    const record = await sealFor(anna, some(6 * MIB));
    proxy.cut('up', 2.5 * MIB, 1_000);
    anna.files.upload(record.file);
    await until('some to be there', async () => (await anna.files.transfer(record)).done >= 2 * MIB);
    expect(world.octetsAtRelay()).toBeGreaterThan(before[0] ?? 0);
    await anna.files.cancel(record.file);
    await expect.poll(() => [world.octetsAtRelay(), anna.rows.all()], { timeout: 15_000 }).toEqual(before.slice(0, 2));
    proxy.cut('up', 0, 0);

    const theirs = await putUp(anna, await sealFor(anna, some(6 * MIB)));
    proxy.cut('down', 2.5 * MIB, 1_000);
    await bert.files.download(theirs, of);
    await until('some to be here', async () => (await bert.files.transfer(theirs)).done >= 2 * MIB);
    await bert.files.cancel(theirs.file);
    proxy.cut('down', 0, 0);
    expect(bert.rows.all()).toBe(before[2]);
  });

  it('goes on after the relay was killed in the middle of it', async () => {
    const content = some(12 * MIB);
    const record = await sealFor(anna, content);
    proxy.cut('up', 3.5 * MIB, 1);
    anna.files.upload(record.file);
    await until('the middle', async () => (await anna.files.transfer(record)).done >= 3 * MIB);
    await world.restart();
    await anna.files.resume();
    const theirs = await putUp(anna, record);
    proxy.cut('down', 3.5 * MIB, 1);
    await bert.files.download(theirs, of);
    await until('the middle', async () => (await bert.files.transfer(theirs)).done >= 3 * MIB);
    await fetchAll(bert, theirs);
    expect((await octetsOf(await bert.files.open(theirs))).equals(await octetsOf(content))).toBe(true);
  });
});
