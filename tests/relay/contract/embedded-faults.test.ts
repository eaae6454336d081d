import { mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DeviceId } from '../../../lib/core/wire/ids';
import { createEmbeddedStores, type EmbeddedOptions } from '../../../relay/stores/embedded/embedded-stores';
import type { Stores } from '../../../relay/stores/ports';
import { quiet } from '../../support/relay/contract/quiet';
import { ALL, envelope, newDevice, octets, ROOM } from '../../support/relay/contract/values';
import { until } from '../../support/wait';

const WAITING = { code: 'relay/waiting' };

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-faults-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

async function openAt(folder: string, options: Partial<EmbeddedOptions> = {}): Promise<Stores> {
  const stores = await createEmbeddedStores({ folder, ...quiet, ...options });
  onTestFinished(() => stores.close());
  return stores;
}

function heard(stores: Stores): boolean[] {
  const all: boolean[] = [];
  stores.onWaiting((waiting) => all.push(waiting));
  return all;
}

describe('the embedded stores', () => {
  it('[req 37] answer nobody before the disk has it', async () => {
    let release: () => void = () => undefined;
    const disk = new Promise<void>((resolve) => {
      release = resolve;
    });
    let syncs = 0;
    const { mailboxes } = await openAt(await newFolder(), {
      sync: async (file) => {
        syncs += 1;
        await disk;
        await file.datasync();
      },
    });
    let answered = false;
    const [anna, one] = [newDevice(), envelope()];
    const first = mailboxes.append(one, [anna], ROOM).then(() => {
      answered = true;
    });
    await until('the sync to begin', () => syncs > 0);
    const again = mailboxes.append(one, [anna], ROOM).finally(() => expect(answered).toBe(true));
    expect(await mailboxes.read(anna, 0, ALL)).toHaveLength(1);
    expect(answered).toBe(false);
    release();
    await first;
    expect(await again).toEqual(['duplicate']);
  });

  it('wait where the disk fails, refuse meanwhile, and are back by themselves with nothing lost', async () => {
    const disk: { broken: boolean } = { broken: false };
    const folder = await newFolder();
    const stores = await openAt(folder, {
      sync: async (file) => {
        if (disk.broken) throw Object.assign(new Error('EIO'), { errno: -5, code: 'EIO', syscall: 'fdatasync' });
        await file.datasync();
      },
    });
    const told = heard(stores);
    const [anna, before, during, after] = [newDevice(), envelope(), envelope(), envelope()];
    await stores.mailboxes.append(before, [anna], ROOM);
    disk.broken = true;
    await expect(stores.mailboxes.append(during, [anna], ROOM)).rejects.toMatchObject(WAITING);
    await expect(stores.mailboxes.append(after, [anna], ROOM)).rejects.toMatchObject(WAITING);
    await expect(stores.mailboxes.read(anna, 0, ALL)).rejects.toMatchObject(WAITING);
    expect(await stores.ready()).toBe(false);
    expect(told).toEqual([true]);
    disk.broken = false;
    await until('the store to be back', () => told.length === 2);
    expect(told).toEqual([true, false]);
    expect(await stores.ready()).toBe(true);
    // What was refused may be there; sent again it is there once.
    await stores.mailboxes.append(during, [anna], ROOM);
    await stores.mailboxes.append(after, [anna], ROOM);
    const ids = (await stores.mailboxes.read(anna, 0, ALL)).map(({ id }) => id);
    expect(ids).toEqual([before.id, during.id, after.id]);
  });

  it('wait while somebody else holds the file, and take what was refused as new', async () => {
    const folder = await newFolder();
    const stores = await openAt(folder);
    const told = heard(stores);
    const [anna, one] = [newDevice(), envelope()];
    const other = new DatabaseSync(join(folder, 'relay.sqlite'));
    other.exec('BEGIN IMMEDIATE');
    await expect(stores.mailboxes.append(one, [anna], ROOM)).rejects.toMatchObject(WAITING);
    expect(told).toEqual([true]);
    other.exec('ROLLBACK');
    other.close();
    await until('the store to be back', () => told.length === 2);
    expect(await stores.mailboxes.append(one, [anna], ROOM)).toEqual(['stored']);
  });

  it('fail one request that is wrong, and none of those that came with it', async () => {
    const { mailboxes } = await openAt(await newFolder());
    const anna = newDevice();
    const sent = Array.from({ length: 10 }, () => envelope());
    const good = sent.map((one) => mailboxes.append(one, [anna], ROOM));
    const bad = mailboxes.append(envelope(), [anna, 'nobody' as DeviceId], ROOM);
    await expect(bad).rejects.toThrow('not an id');
    expect(await Promise.all(good)).toEqual(sent.map(() => ['stored']));
    expect((await mailboxes.read(anna, 0, ALL)).map(({ id }) => id)).toEqual(sent.map(({ id }) => id));
  });

  it('do not open a damaged file, nor a folder that another relay uses', async () => {
    const damaged = await newFolder();
    await writeFile(join(damaged, 'relay.sqlite'), octets(50_000));
    await expect(createEmbeddedStores({ folder: damaged, ...quiet })).rejects.toMatchObject(WAITING);
    const used = await newFolder();
    await openAt(used);
    await expect(createEmbeddedStores({ folder: used, ...quiet })).rejects.toMatchObject(WAITING);
  });

  it('stay away where the file is found to be damaged while they run', async () => {
    const folder = await newFolder();
    const before = await createEmbeddedStores({ folder, ...quiet });
    const anna = newDevice();
    await Promise.all(
      Array.from({ length: 300 }, () => before.mailboxes.append(envelope({ payload: octets(3_000) }), [anna], ROOM)),
    );
    await before.close();
    const file = await open(join(folder, 'relay.sqlite'), 'r+');
    const { size } = await file.stat();
    const damage = new Uint8Array(size / 2).fill(255);
    await file.write(damage, 0, damage.length, size / 4);
    await file.close();
    const stores = await openAt(folder);
    const told = heard(stores);
    await expect(stores.mailboxes.read(anna, 0, ALL)).rejects.toMatchObject(WAITING);
    expect(told).toEqual([true]);
    await expect(stores.mailboxes.append(envelope(), [anna], ROOM)).rejects.toMatchObject(WAITING);
  });

  it('do not open a file of a newer relay', async () => {
    const folder = await newFolder();
    await (await createEmbeddedStores({ folder, ...quiet })).close();
    const file = new DatabaseSync(join(folder, 'relay.sqlite'));
    file.exec('PRAGMA user_version = 1000');
    file.close();
    await expect(createEmbeddedStores({ folder, ...quiet })).rejects.toMatchObject(WAITING);
  });

  it('finish what was asked before they close, and refuse what comes after', async () => {
    const folder = await newFolder();
    const stores = await createEmbeddedStores({ folder, ...quiet });
    const anna = newDevice();
    const asked = Promise.all(Array.from({ length: 100 }, () => stores.mailboxes.append(envelope(), [anna], ROOM)));
    await Promise.all([stores.close(), stores.close()]);
    expect(await asked).toHaveLength(100);
    await expect(stores.mailboxes.append(envelope(), [anna], ROOM)).rejects.toMatchObject(WAITING);
    await expect(stores.mailboxes.read(anna, 0, ALL)).rejects.toMatchObject(WAITING);
    expect(await (await openAt(folder)).mailboxes.read(anna, 0, ALL)).toHaveLength(100);
  });

  it('keep the payload of a message to 1,000 once', async () => {
    const folder = await newFolder();
    const { mailboxes } = await openAt(folder);
    await mailboxes.append(envelope({ payload: octets(64_000) }), Array.from({ length: 1_000 }, newDevice), ROOM);
    const sizes = await Promise.all(['', '-wal'].map((part) => stat(join(folder, `relay.sqlite${part}`))));
    expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(1_500_000);
  });

  it('copy the log into the file while messages come, so that it stays short', async () => {
    const folder = await newFolder();
    const { mailboxes } = await openAt(folder);
    const devices = Array.from({ length: 10 }, newDevice);
    let longest = 0;
    for (let round = 0; round < 160; round++) {
      await Promise.all(
        devices.map((device) => mailboxes.append(envelope({ payload: octets(65_000) }), [device], ROOM)),
      );
      longest = Math.max(longest, (await stat(join(folder, 'relay.sqlite-wal'))).size);
    }
    const stored = 160 * 10 * 65_000;
    expect(longest).toBeLessThan(stored * 0.75);
    expect((await stat(join(folder, 'relay.sqlite'))).size).toBeGreaterThan(stored * 0.3);
  });
});
