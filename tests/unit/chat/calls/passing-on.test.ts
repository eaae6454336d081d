import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sealMessage } from '../../../../lib/channel/send';
import { writeContent } from '../../../../lib/chat/content';
import type { ConversationStatus } from '../../../../lib/core/chat';
import { FAIR } from '../../../support/chat/fake-relay';
import { type ChatPerson, createOpenWorld, newMessageId, randomOctets } from '../../../support/chat/world';
import { newFuse } from '../../../support/mortal';
import { until } from '../../../support/wait';
import { CALL, heard, hears, numbered, signal } from './calls';

const NOT_OPEN: readonly ConversationStatus[] = [
  { channel: 'your-decision', writable: false, decision: 'refused' },
  { channel: 'changed', changed: 'certificate', writable: false, decision: 'verified' },
  { channel: 'changed', changed: 'device', writable: false, decision: 'verified' },
  { channel: 'other-half', writable: true, decision: 'verified' },
  { channel: 'their-decision', writable: false, decision: 'unknown' },
  { channel: 'none', writable: false, decision: 'verified' },
];
const standsAt = ({ now }: ChatPerson, status: ConversationStatus): void => {
  now.meeting.status = async () => status;
};
const waits = async ({ now, id }: ChatPerson) => (await now.book.entry(id)).record.heardCalls?.length ?? 0;

/** Nothing of this person is on its way any more. */
const rested = ({ now, name }: ChatPerson): Promise<unknown> =>
  until(`${name} to be done`, async () => (await now.rows.outbox()).length === 0, { every: 5 });

/** A content of any octets, as a program would send it that is not ours. */
async function whisper(from: ChatPerson, to: ChatPerson, content: Uint8Array): Promise<void> {
  const { book } = from.now;
  await book.step(async () => {
    const entry = await book.entry(from.id);
    const sealed = sealMessage(
      entry.channel ?? new Uint8Array(),
      { content, id: newMessageId() },
      {
        now: () => 0,
        random: randomOctets,
      },
    );
    await book.write({ entries: [{ ...entry, channel: sealed.channel }] });
    await to.now.intake.take([{ kind: 'deliver', id: newMessageId(), at: 0, payload: sealed.payload }]);
  });
}

describe('what is said about calls', () => {
  it('comes in its order, with its sender and its time, and leaves no line, no receipt and no notice', async () => {
    const { anna, bert, clock, failures } = await createOpenWorld();
    const before = await bert.lines();
    const id = await signal(anna, { kind: 'offer', call: CALL, at: clock.now, video: true });
    await signal(anna, { kind: 'description', call: CALL, type: 'offer', sdp: 'v=0\r\n' });
    await hears(bert, 2);
    expect(bert.now.calls).toEqual([
      {
        from: { conversation: bert.id, device: anna.device, message: id },
        message: { kind: 'offer', call: CALL, at: clock.now, video: true },
        at: clock.now,
      },
      expect.objectContaining({ message: { kind: 'description', call: CALL, type: 'offer', sdp: 'v=0\r\n' } }),
    ]);
    await anna.say('after it');
    await until('it', async () => (await bert.lines()).includes('after it'));
    expect(await bert.lines()).toEqual([...before, 'after it']);
    expect((await bert.now.book.entry(bert.id)).record).not.toHaveProperty('heardCalls');
    expect((await bert.now.book.entry(bert.id)).record.unread).toBe(1);
    expect(bert.now.notices).toHaveLength(1);
    expect(await anna.now.outbox.queued()).toBe(0);
    expect(failures()).toEqual([]);
  });

  it('is as long as calls need it', async () => {
    const { anna, bert } = await createOpenWorld();
    const message = { kind: 'description', call: CALL, type: 'answer', sdp: 'a=x\r\n'.repeat(8_000) } as const;
    await signal(anna, message);
    await hears(bert, 1);
    expect(bert.now.calls[0]?.message).toEqual(message);
  });

  it('goes out once, however often it is asked with the same id, also after a restart', async () => {
    const { anna, bert, relay } = await createOpenWorld();
    await rested(anna);
    const before = relay.seen.length;
    const id = newMessageId();
    await Promise.all([signal(anna, numbered(1), id), signal(anna, numbered(1), id)]);
    await hears(bert, 1);
    await rested(anna);
    await anna.restart();
    await signal(anna, numbered(1), id);
    await signal(anna, numbered(2));
    await hears(bert, 2);
    expect(heard(bert)).toEqual([1, 2]);
    expect(relay.seen.length - before).toBe(2);
  });

  it('is put in order where the relay turns it around, and comes once where it is repeated [req 36]', async () => {
    const { anna, bert, relay } = await createOpenWorld();
    const eight = [0, 1, 2, 3, 4, 5, 6, 7];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(eight, { minLength: 8 }), async (turned) => {
        relay.weather = FAIR;
        await rested(anna);
        await rested(bert);
        bert.goOffline();
        const before = bert.now.calls.length;
        for (const number of eight) await signal(anna, numbered(number));
        await until('the relay to have it', () => relay.mailbox(bert.device) === 8, { every: 5 });
        relay.weather = {
          ...FAIR,
          delivered: () => 2,
          ordered: (frames) => (frames.length < 16 ? frames : turned.flatMap((at) => frames.slice(at * 2, at * 2 + 2))),
        };
        bert.goOnline();
        await hears(bert, before + 8);
        expect(heard(bert).slice(before)).toEqual(eight);
      }),
      { numRuns: 8 },
    );
  });

  it('waits sealed while keys are locked, and is handed on after unlocking with its own time', async () => {
    const { anna, bert, clock } = await createOpenWorld();
    const at = clock.now;
    await rested(anna);
    await bert.lock();
    for (const number of [1, 2, 3]) await signal(anna, numbered(number));
    await until('it to be here', async () => (await bert.now.rows.unopened()) === 3);
    expect(bert.now.calls).toEqual([]);
    clock.now += 600_000;
    await bert.unlock();
    await hears(bert, 3);
    expect(heard(bert)).toEqual([1, 2, 3]);
    expect(bert.now.calls.map((one) => one.at)).toEqual([at, at, at]);
  });

  it.each(NOT_OPEN)('is neither sent nor heard while the channel is $channel, $decision', async (status) => {
    const { anna, bert } = await createOpenWorld();
    standsAt(bert, status);
    await expect(signal(bert, numbered(1))).rejects.toThrow('call/not-open');
    await signal(anna, numbered(2));
    await anna.say('after it');
    await until('it', async () => (await bert.lines()).includes('after it'));
    await until('it to be let go', async () => (await waits(bert)) === 0);
    expect(bert.now.calls).toEqual([]);
    // Once it is open again, what came before it is not made up for.
    standsAt(bert, { channel: 'open', writable: true, decision: 'verified' });
    await signal(anna, numbered(3));
    await hears(bert, 1);
    expect(heard(bert)).toEqual([3]);
  });

  it('that is damaged, or of a later version, is counted and changes nothing', async () => {
    const { anna, bert } = await createOpenWorld();
    const before = await bert.lines();
    for (const octets of [[200, 1, 2], [1], [1, ...randomOctets(60)], [0]]) {
      await whisper(anna, bert, writeContent({ kind: 'call', octets: Uint8Array.from(octets) }));
    }
    await signal(anna, numbered(1));
    await hears(bert, 1);
    expect(heard(bert)).toEqual([1]);
    expect(await bert.lines()).toEqual(before);
    expect(bert.now.failures).toHaveLength(4);
  });

  it('does not stop because one who hears it fails', async () => {
    const { anna, bert } = await createOpenWorld();
    const { calls } = bert.now;
    const push = calls.push.bind(calls);
    calls.push = (one) => {
      push(one);
      throw new Error('a fault of lib/calls');
    };
    for (const number of [1, 2]) await signal(anna, numbered(number));
    await hears(bert, 2);
    expect(heard(bert)).toEqual([1, 2]);
    await until('it to be counted', () => bert.now.failures.length === 2);
  });

  it('that was not done with when the background died is handed on by the next one, and says that it is the same', async () => {
    const { anna, bert } = await createOpenWorld();
    await rested(anna);
    await rested(bert);
    // Its write is kept; that it was handed on is not.
    bert.now.fuse.dieBefore = bert.now.fuse.writes + 2;
    const id = await signal(anna, numbered(1));
    await hears(bert, 1);
    const [first] = bert.now.calls;
    await bert.restart();
    await hears(bert, 1);
    expect(bert.now.calls).toEqual([first]);
    expect(first?.from.message).toBe(id);
    await bert.restart();
    await signal(anna, numbered(2));
    await hears(bert, 1);
    expect(heard(bert)).toEqual([2]);
  });

  it.each([1, 2, 3, 4, 5, 6])('is all heard in order where backgrounds die before write number %i', async (write) => {
    const { anna, bert, failures } = await createOpenWorld();
    const before: number[] = [];
    await anna.restart(newFuse(write));
    await bert.restart(newFuse(write));
    for (const number of [1, 2, 3]) {
      const id = newMessageId();
      // Whoever says it asks again with the same id, as a call's window does.
      await signal(anna, numbered(number), id).catch(async () => {
        await anna.restart();
        await signal(anna, numbered(number), id);
      });
    }
    await until('bert to hear all, or to die', () => bert.now.calls.length >= 3 || bert.now.fuse.writes >= write);
    before.push(...heard(bert));
    await anna.restart();
    await bert.restart();
    const all = () => [...before, ...heard(bert)];
    await until('bert to hear all', () => new Set(all()).size === 3, { every: 5 });
    // In order, and what was handed on when a background died at most once more.
    const first = all().filter((number, at) => all().indexOf(number) === at);
    expect(first).toEqual([1, 2, 3]);
    expect(heard(bert)).toEqual([...new Set(heard(bert))]);
    expect(failures()).toEqual([]);
  });
});
