import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Files } from '../../../../lib/chat/files/contract';
import type { FileRecord } from '../../../../lib/chat/records';
import { createFakeRelay, fail } from './fake-relay';
import { CONVERSATION, createFilesWorld, newMessage, octetsOf, received, sealOctets } from './files-world';

const some = (octets: number) => Uint8Array.from(randomBytes(octets));
const MIB = 1_048_576;
const inTime = { timeout: 15_000 };
const of = { conversation: CONVERSATION, message: newMessage() };

async function offered(octets = 3 * MIB + 5) {
  const relay = createFakeRelay();
  const anna = createFilesWorld(relay);
  const content = some(octets);
  const files = anna.start();
  const record = await sealOctets(files, content);
  files.upload(record.file);
  await expect.poll(() => anna.uploaded.length, inTime).toBe(1);
  const [upload] = anna.uploaded;
  if (upload === undefined) throw new Error('not uploaded');
  relay.calls.length = 0;
  return { relay, content, bert: createFilesWorld(relay), theirs: received(record, upload) };
}
const ends = async (files: Files, record: FileRecord) => {
  await files.download(record, of);
  await expect.poll(async () => (await files.transfer(record)).state, inTime).toMatch(/here|failed/);
  return files.transfer(record);
};

describe('a download', () => {
  it('goes on where it was after the background died at any call', async () => {
    for (let moment = 0; moment < 5; moment++) {
      const { relay, content, bert, theirs } = await offered();
      let calls = 0;
      relay.before = () => void (calls++ === moment && bert.start());
      await bert.start().download(theirs, of);
      await expect.poll(() => calls > moment, inTime).toBe(true);
      const next = bert.start();
      await next.resume();
      await expect.poll(async () => (await next.transfer(theirs)).state, inTime).toBe('here');
      expect((await octetsOf(await next.open(theirs))).equals(content), `moment ${moment}`).toBe(true);
      const reads = relay.calls.filter(({ what }) => what === 'read').map(({ at }) => at);
      expect(reads.length - new Set(reads).size, `moment ${moment}`).toBeLessThanOrEqual(1);
    }
  });

  it('takes pieces that come in parts, and gets new tickets', async () => {
    const { relay, content, bert, theirs } = await offered();
    let calls = 0;
    relay.before = () => void (++calls === 3 && relay.ticketsAreOver());
    relay.giving = (octets, at) => (at % MIB === 0 ? octets.slice(0, 400_000) : octets);
    const his = bert.start();
    expect((await ends(his, theirs)).state).toBe('here');
    expect((await octetsOf(await his.open(theirs))).equals(content)).toBe(true);
  });

  const LIES: Record<string, (octets: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>> = {
    'gives nothing': () => new Uint8Array(0),
    'gives more than was asked for': (octets) => Uint8Array.from([...octets.subarray(0, 10), ...octets]),
    'gives more without end': () => new Uint8Array(5 * MIB),
  };
  it.each(Object.entries(LIES))('from a relay that %s fails, and keeps nothing of it', async (_, giving) => {
    const { relay, bert, theirs } = await offered();
    relay.giving = (octets, at) => (at === 0 ? octets : giving(octets));
    const his = bert.start();
    expect(await ends(his, theirs)).toMatchObject({ state: 'failed', code: 'file/damaged', done: 0 });
    expect(await bert.left([theirs.file])).toBe(1);
    relay.giving = (octets) => octets;
    expect((await ends(his, theirs)).state).toBe('here');
  });

  it('from a relay that gives an octet at a time is given up after a few, and tried again later', async () => {
    const { relay, content, bert, theirs } = await offered(1_000);
    relay.giving = (octets) => octets.slice(0, 1);
    const his = bert.start();
    await his.download(theirs, of);
    await expect.poll(() => relay.calls.length, inTime).toBe(1 + 6 * 16);
    await expect.poll(() => his.transfer(theirs), inTime).toMatchObject({ state: 'waiting', code: 'relay/too-slow' });
    relay.giving = (octets) => octets;
    await his.resume();
    await expect.poll(async () => (await his.transfer(theirs)).state, inTime).toBe('here');
    expect((await octetsOf(await his.open(theirs))).equals(content)).toBe(true);
  });

  it('that was changed anywhere is not opened, and can be loaded again [req 8]', async () => {
    const { relay, content, bert, theirs } = await offered();
    const his = bert.start();
    for (const place of [0, 3, 20, 50, MIB - 1, MIB, 2 * MIB + 5, theirs.sealedOctets - 1]) {
      relay.giving = (octets, at) => {
        if (place >= at && place < at + octets.length) octets[place - at] = (octets[place - at] ?? 0) ^ 0x40;
        return octets;
      };
      expect((await ends(his, theirs)).state).toBe('here');
      await expect(his.open(theirs), `octet ${place}`).rejects.toMatchObject({ code: 'file/damaged' });
      expect(await his.transfer(theirs)).toMatchObject({ state: 'failed', code: 'file/damaged', done: 0 });
      expect(await bert.rows.pieces(theirs.file)).toBe(0);
    }
    relay.giving = (octets) => octets;
    expect((await ends(his, theirs)).state).toBe('here');
    expect((await octetsOf(await his.open(theirs))).equals(content)).toBe(true);
  });

  it('of another file in its place, shorter or of the same length, is refused', async () => {
    const { relay, bert, theirs } = await offered();
    const [id, stored] = [...relay.files][0] ?? fail('relay/not-found');
    const other = await offered();
    const [theirFile] = [...other.relay.files.values()];
    relay.files.set(id, theirFile ?? stored);
    const his = bert.start();
    expect((await ends(his, theirs)).state).toBe('here');
    await expect(his.open(theirs)).rejects.toMatchObject({ code: 'file/damaged' });
    const short = stored.received.subarray(0, 2 * MIB);
    relay.files.set(id, { octets: short.length, received: short });
    expect(await ends(his, theirs)).toMatchObject({ state: 'failed', code: 'file/damaged' });
  });

  it('of a file that is gone says so', async () => {
    const { relay, bert, theirs } = await offered();
    relay.files.clear();
    expect(await ends(bert.start(), theirs)).toMatchObject({ state: 'failed', code: 'file/expired' });
  });

  it('never begins where the sizes that the other tells cannot be true', async () => {
    const { relay, bert, theirs } = await offered();
    const his = bert.start();
    for (const lie of [
      { sealedOctets: theirs.sealedOctets + 1 },
      { octets: 4_000_000_000, sealedOctets: 4_000_976_606 },
    ]) {
      await expect(his.download({ ...theirs, ...lie }, of)).rejects.toMatchObject({ code: 'file/damaged' });
    }
    expect([relay.calls, await bert.left([theirs.file])]).toEqual([[], 0]);
  });

  it('asked for twice is loaded once', async () => {
    const { relay, bert, theirs } = await offered();
    const his = bert.start();
    await Promise.all([his.download(theirs, of), his.download(theirs, of), his.resume()]);
    expect((await ends(his, theirs)).state).toBe('here');
    expect(relay.calls.filter(({ what }) => what === 'read')).toHaveLength(4);
  });
});

describe('several transfers', () => {
  it('go two at a time, and all arrive', async () => {
    const world = createFilesWorld();
    const files = world.start();
    const records = await Promise.all(Array.from({ length: 5 }, () => sealOctets(files, some(2 * MIB))));
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    world.relay.before = () => released;
    for (const { file } of records) files.upload(file);
    await expect.poll(() => world.relay.calls.length, inTime).toBe(2);
    // All five are in the queue now: none of the others begins.
    await Promise.all(records.map(({ file }) => files.confirmUpload(file)));
    release();
    await expect.poll(() => world.uploaded.length, inTime).toBe(5);
    expect(world.relay.mostAtOnce()).toBe(2);
    expect(new Set(world.uploaded.map(({ file }) => file)).size).toBe(5);
  });

  it('are told of at most four times a second each, the end always', async () => {
    const world = createFilesWorld();
    const files = world.start();
    const record = await sealOctets(files, some(12 * MIB));
    const began = performance.now();
    files.upload(record.file);
    await expect.poll(() => world.uploaded.length, inTime).toBe(1);
    const took = performance.now() - began;
    const last = world.told.length;
    await files.confirmUpload(record.file);
    await expect.poll(() => world.told.length, inTime).toBeGreaterThan(last);
    expect(last).toBeLessThanOrEqual(2 + took / 250);
    const gaps = world.told.slice(1).map(({ at }, index) => at - (world.told[index]?.at ?? 0));
    // Node counts a timer from the beginning of its turn: by this clock it is early by what that turn did before.
    expect(Math.min(...gaps)).toBeGreaterThan(150);
  });
});
