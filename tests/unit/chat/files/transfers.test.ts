import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Files } from '../../../../lib/chat/files/contract';
import type { FileRecord } from '../../../../lib/chat/records';
import type { TransferState } from '../../../../lib/core/chat';
import type { ErrorCode } from '../../../../lib/core/error-codes';
import { fail } from './fake-relay';
import {
  CONVERSATION,
  createFilesWorld,
  type FilesWorld,
  newMessage,
  octetsOf,
  received,
  sealOctets,
} from './files-world';

const some = (octets: number) => Uint8Array.from(randomBytes(octets));
const MIB = 1_048_576;
const inTime = { timeout: 15_000 };
const of = { conversation: CONVERSATION, message: newMessage() };

const becomes = (files: Files, record: FileRecord, state: TransferState) =>
  expect.poll(async () => (await files.transfer(record)).state, inTime).toBe(state);
const uploadOf = async (world: FilesWorld, { file }: FileRecord) => {
  await expect.poll(() => world.uploaded.some((upload) => upload.file === file), inTime).toBe(true);
  const found = world.uploaded.find((upload) => upload.file === file);
  if (found === undefined) throw new Error('not uploaded');
  return found;
};
/** A file that went up, as the other hears of it, and the other. */
async function sent(octets: number) {
  const anna = createFilesWorld();
  const content = some(octets);
  const files = anna.start();
  const record = await sealOctets(files, content);
  files.upload(record.file);
  const theirs = received(record, await uploadOf(anna, record));
  await files.confirmUpload(record.file);
  const bert = createFilesWorld(anna.relay);
  return { content, anna, files, record, bert, theirs, relay: anna.relay };
}

describe('an upload', () => {
  it.each([0, 1_000, 3 * MIB + 5])('of %d octets goes up in pieces, and the other opens it', async (octets) => {
    const { content, files, record, bert, theirs, relay } = await sent(octets);
    expect(relay.calls.filter(({ what }) => what === 'append').map(({ at }) => at)).toEqual(
      Array.from({ length: Math.ceil(record.sealedOctets / MIB) }, (_, piece) => piece * MIB),
    );
    expect(await files.transfer(record)).toMatchObject({ state: 'here', done: record.sealedOctets });
    const his = bert.start();
    expect((await his.transfer(theirs)).state).toBe('offered');
    await expect(his.open(theirs)).rejects.toMatchObject({ code: 'file/not-here' });
    await his.download(theirs, of);
    await becomes(his, theirs, 'here');
    expect((await octetsOf(await his.open(theirs))).equals(content)).toBe(true);
    expect((await octetsOf(await files.open(record))).equals(content)).toBe(true);
  });

  it('says that it is done again and again, until that is kept', async () => {
    const world = createFilesWorld();
    const record = await sealOctets(world.start(), some(10));
    const first = world.start();
    first.upload(record.file);
    await uploadOf(world, record);
    expect((await first.transfer(record)).state).toBe('moving');
    const next = world.start();
    await next.resume();
    expect(world.uploaded).toHaveLength(2);
    expect(world.uploaded[1]).toEqual(world.uploaded[0]);
    await next.confirmUpload(record.file);
    const last = world.start();
    await last.resume();
    await last.confirmUpload(record.file);
    expect(world.uploaded).toHaveLength(2);
    expect((await last.transfer(record)).state).toBe('here');
  });

  it('goes up again where the relay will not keep it much longer, and nobody said that it is kept', async () => {
    const world = createFilesWorld();
    const files = world.start();
    const record = await sealOctets(files, some(10));
    files.upload(record.file);
    const first = await uploadOf(world, record);
    world.now += 71.5 * 3_600_000;
    await files.resume();
    await expect.poll(() => world.uploaded.length, inTime).toBe(2);
    expect(world.uploaded[1]?.attachment).not.toBe(first.attachment);
    expect(world.uploaded[1]?.expires).toBe(world.now + 72 * 3_600_000);
  });

  it('goes up anew, to another place, where it is sent again when the relay has it no more', async () => {
    const { files, record, anna, relay, theirs } = await sent(10);
    files.upload(record.file);
    await files.confirmUpload(record.file);
    expect([anna.uploaded.length, (await files.transfer(record)).state]).toEqual([1, 'here']);
    anna.now += 80 * 3_600_000;
    relay.files.clear();
    files.upload(record.file);
    await expect.poll(() => anna.uploaded.length, inTime).toBe(2);
    expect(anna.uploaded[1]?.attachment).not.toBe(theirs.attachment);
    expect((await files.transfer(record)).state).toBe('moving');
    await files.confirmUpload(record.file);
    expect((await files.transfer(record)).state).toBe('here');
  });

  it('goes on where it was after the background died at any call, and sends no octet twice', async () => {
    const content = some(3 * MIB);
    for (let moment = 0; moment < 5; moment++) {
      const world = createFilesWorld();
      const record = await sealOctets(world.start(), content);
      const files = world.start();
      let calls = 0;
      world.relay.before = () => void (calls++ === moment && world.start());
      files.upload(record.file);
      await expect.poll(() => calls > moment, inTime).toBe(true);
      world.relay.before = () => undefined;
      const next = world.start();
      await next.resume();
      await uploadOf(world, record);
      const file = [...world.relay.files.values()].at(-1);
      expect(file?.received.length, `moment ${moment}`).toBe(record.sealedOctets);
      const sentAt = world.relay.calls.filter(({ what }) => what === 'append').map(({ at }) => at);
      expect(sentAt.length - new Set(sentAt).size, `moment ${moment}`).toBeLessThanOrEqual(1);
    }
  });

  it('gets a new ticket where the old one is over, and asks where to go on where it lost count', async () => {
    const world = createFilesWorld();
    const files = world.start();
    const record = await sealOctets(files, some(4 * MIB));
    let appends = 0;
    world.relay.before = ({ what }) => {
      if (what !== 'append') return;
      appends++;
      if (appends === 2) world.relay.ticketsAreOver();
      if (appends === 4) fail('relay/offset');
    };
    files.upload(record.file);
    await uploadOf(world, record);
    const asked = world.relay.calls.map(({ what }) => what);
    expect(asked.filter((what) => what === 'attachment.ticket')).toHaveLength(1);
    expect(asked.filter((what) => what === 'offset')).toHaveLength(1);
  });

  it('begins anew, once, where the relay has it no more', async () => {
    const world = createFilesWorld();
    const files = world.start();
    const record = await sealOctets(files, some(3 * MIB));
    let appends = 0;
    world.relay.before = ({ what }) => {
      if (what === 'append' && ++appends === 3) world.relay.files.clear();
    };
    files.upload(record.file);
    await becomes(files, record, 'moving');
    await uploadOf(world, record);
    expect([...world.relay.files.values()].map(({ received: { length } }) => length)).toEqual([record.sealedOctets]);
    const other = await sealOctets(files, some(10));
    world.relay.before = ({ what }) => void (what === 'append' && fail('relay/not-found'));
    files.upload(other.file);
    await becomes(files, other, 'failed');
    expect(await files.transfer(other)).toMatchObject({ code: 'relay/not-found' });
  });

  it.each<ErrorCode>(['relay/unreachable', 'relay/waiting', 'relay/too-slow', 'relay/internal', 'relay/wait'])(
    'waits where the relay says %s, and goes on when it can be asked again',
    async (code) => {
      const world = createFilesWorld();
      const files = world.start();
      const record = await sealOctets(files, some(2 * MIB));
      world.relay.before = () => fail(code);
      files.upload(record.file);
      // Five more tries, then it rests.
      await expect.poll(() => world.relay.calls.length, inTime).toBe(6);
      await expect.poll(() => files.transfer(record), inTime).toMatchObject({ state: 'waiting', code });
      world.relay.before = () => undefined;
      await files.resume();
      await uploadOf(world, record);
      expect(await files.transfer(record)).toEqual({
        state: 'moving',
        done: record.sealedOctets,
        octets: record.sealedOctets,
      });
    },
  );

  it('goes on by itself on a network that breaks after every piece', async () => {
    const world = createFilesWorld();
    const files = world.start();
    const record = await sealOctets(files, some(9 * MIB));
    let appends = 0;
    world.relay.before = ({ what }) => void (what === 'append' && appends++ % 2 === 1 && fail('relay/unreachable'));
    files.upload(record.file);
    await uploadOf(world, record);
    expect(appends).toBeGreaterThan(2 * 9);
  });

  it.each<ErrorCode>(['relay/quota', 'relay/too-large', 'relay/unsealed'])(
    'fails where the relay says %s; asked again, it tries again',
    async (code) => {
      const world = createFilesWorld();
      const files = world.start();
      const record = await sealOctets(files, some(10));
      world.relay.before = () => fail(code);
      files.upload(record.file);
      await becomes(files, record, 'failed');
      expect(await files.transfer(record)).toMatchObject({ code });
      await files.resume();
      expect(world.relay.calls).toHaveLength(1);
      world.relay.before = () => undefined;
      files.upload(record.file);
      await uploadOf(world, record);
    },
  );

  it('waits where there is no account', async () => {
    const world = createFilesWorld();
    const files = world.start({ relay: () => Promise.resolve(undefined) });
    const record = await sealOctets(files, some(10));
    files.upload(record.file);
    await expect
      .poll(() => files.transfer(record), inTime)
      .toMatchObject({ state: 'waiting', code: 'relay/unreachable' });
    expect(world.relay.calls).toEqual([]);
  });
});

describe('a transfer that is cancelled', () => {
  it('leaves nothing here and nothing at the relay, at whatever call', async () => {
    for (let moment = 0; moment < 5; moment++) {
      const world = createFilesWorld();
      const files = world.start();
      const record = await sealOctets(files, some(4 * MIB));
      let calls = 0;
      let cancelled: Promise<void> | undefined;
      world.relay.before = () => {
        if (calls++ === moment) cancelled = files.cancel(record.file);
      };
      files.upload(record.file);
      await expect.poll(() => cancelled !== undefined, inTime).toBe(true);
      await cancelled;
      await expect.poll(() => world.relay.files.size, inTime).toBe(0);
      await expect.poll(() => world.left([record.file]), inTime).toBe(0);
      expect((await files.transfer(record)).state).toBe('cancelled');
      expect(world.uploaded).toEqual([]);
    }
  });

  it('is deleted at the relay later where that cannot be asked now', async () => {
    const world = createFilesWorld();
    const files = world.start();
    const record = await sealOctets(files, some(2 * MIB));
    let online = true;
    world.relay.before = ({ what, at }) => {
      if (what === 'append' && at === MIB) online = false;
      if (!online) fail('relay/unreachable');
    };
    files.upload(record.file);
    await expect.poll(() => files.transfer(record), inTime).toMatchObject({ state: 'waiting', done: MIB });
    await files.cancel(record.file);
    expect([await world.left([record.file]), world.relay.files.size]).toEqual([1, 1]);
    expect((await files.transfer(record)).state).toBe('cancelled');
    files.upload(record.file);
    online = true;
    await world.start().resume();
    await expect.poll(async () => [await world.left([record.file]), world.relay.files.size], inTime).toEqual([0, 0]);
  });

  it('can be loaded again, where it was a download', async () => {
    const { content, bert, theirs, relay } = await sent(3 * MIB);
    const his = bert.start();
    let cancelled: Promise<void> | undefined;
    relay.before = ({ at }) => {
      if (at === MIB) cancelled ??= his.cancel(theirs.file);
    };
    await his.download(theirs, of);
    await expect.poll(() => cancelled !== undefined, inTime).toBe(true);
    await cancelled;
    expect([await bert.left([theirs.file]), relay.files.size]).toEqual([0, 1]);
    expect((await his.transfer(theirs)).state).toBe('offered');
    await his.download(theirs, of);
    await becomes(his, theirs, 'here');
    expect((await octetsOf(await his.open(theirs))).equals(content)).toBe(true);
  });

  it('stays where it is through already; removed, it goes from here and from the relay', async () => {
    const { files, record, anna, relay } = await sent(10);
    await files.cancel(record.file);
    expect((await files.transfer(record)).state).toBe('here');
    expect(relay.files.size).toBe(1);
    await files.remove(record.file);
    await expect.poll(async () => [await anna.left([record.file]), relay.files.size], inTime).toEqual([0, 0]);
    await expect(files.open(record)).rejects.toMatchObject({ code: 'file/not-here' });
  });
});
