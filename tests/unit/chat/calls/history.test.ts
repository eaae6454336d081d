import { describe, expect, it } from 'vitest';
import type { CallId } from '../../../../lib/core/calls';
import { type ChatPerson, createOpenWorld } from '../../../support/chat/world';
import { dumpDatabase } from '../../../support/database-dump';
import { until } from '../../../support/wait';
import { callLine } from './calls';

const recordOf = async ({ now, id }: ChatPerson) => (await now.book.entry(id)).record;

describe('a call in the history', () => {
  it('is one line, however often it is noted, at its place, and is there after a restart', async () => {
    const { anna, clock } = await createOpenWorld();
    const call = callLine(anna, { direction: 'out', video: true, why: 'missed', isNew: false, at: clock.now });
    await anna.now.talking.noteCall(call);
    await anna.say('written after it');
    await anna.now.talking.noteCall({ ...call, why: 'ended', seconds: 192 });
    await anna.now.talking.noteCall({ ...call, why: 'ended', seconds: 192 });
    await anna.restart();
    expect(await anna.lines()).toEqual(['[opened]', '(call)', 'written after it']);
    expect((await anna.history())[1]).toMatchObject({
      mine: true,
      state: 'received',
      at: clock.now,
      body: { kind: 'call', call: call.id, direction: 'out', video: true, why: 'ended', seconds: 192 },
    });
  });

  it('counts as unread where it was missed, until it was looked at here or in the list of calls', async () => {
    const { anna } = await createOpenWorld();
    const { talking } = anna.now;
    const missed = callLine(anna);
    await talking.noteCall(missed);
    await talking.noteCall(callLine(anna, { why: 'ended', seconds: 5, isNew: false }));
    await talking.noteCall(callLine(anna, { why: 'declined' }));
    await talking.noteCall(callLine(anna, { direction: 'out', isNew: false }));
    expect(await recordOf(anna)).toMatchObject({ unread: 1, preview: 'You called, no answer' });
    await talking.noteCall({ ...missed, isNew: false });
    expect((await recordOf(anna)).unread).toBe(0);
    const again = callLine(anna, { why: 'cancelled', video: true });
    await talking.noteCall(again);
    expect(await recordOf(anna)).toMatchObject({ unread: 1, preview: 'Missed video call' });
    const { place } = (await anna.history()).at(-1) ?? { place: 0 };
    await talking.read(anna.id, place - 1);
    expect((await recordOf(anna)).unread).toBe(1);
    await talking.read(anna.id, place);
    expect((await recordOf(anna)).unread).toBe(0);
    // Said once more in the list: it stays read.
    await talking.noteCall({ ...again, isNew: false });
    expect((await recordOf(anna)).unread).toBe(0);
    expect(anna.now.notices).toEqual([]);
  });

  it('is sealed on disk, found by no search, and never sent to anybody', async () => {
    const { anna, bert, relay } = await createOpenWorld();
    await anna.now.talking.noteCall(callLine(anna, { direction: 'out', why: 'declined' }));
    await bert.now.talking.noteCall(callLine(bert));
    const dump = await dumpDatabase(anna.profile.name);
    for (const word of ['declined', 'You called']) expect(dump).not.toContain(word);
    for (const query of ['call', 'declined', 'You']) expect(await anna.now.talking.search(query)).toEqual([]);
    // A new session sends again what was not opened: a line that nobody wrote is not among it.
    const seen = relay.seen.length;
    await anna.now.meeting.renew(anna.id);
    await until('it to be quiet', async () => (await anna.now.rows.outbox()).length === 0);
    expect((await anna.history()).every(({ state }) => state === 'received')).toBe(true);
    expect(relay.seen.length).toBeGreaterThan(seen);
    expect(await bert.lines()).not.toContain('[newer-version]');
  });

  it('that is named like a message changes nothing of it', async () => {
    const { anna, bert } = await createOpenWorld();
    const id = await bert.say('do not touch');
    await until('it', async () => (await anna.lines()).includes('do not touch'));
    await anna.now.talking.noteCall(callLine(anna, { id: id as string as CallId }));
    expect(await anna.lines()).toEqual(['[opened]', 'do not touch']);
  });

  it('is what the list shows once a message after it was taken back', async () => {
    const { anna } = await createOpenWorld();
    await anna.now.talking.noteCall(callLine(anna));
    anna.goOffline();
    const id = await anna.say('taken back');
    await anna.now.talking.cancel(anna.id, id);
    expect((await recordOf(anna)).preview).toBe('Missed call');
  });

  it('needs open keys', async () => {
    const { anna } = await createOpenWorld();
    const line = callLine(anna);
    await anna.lock();
    await expect(anna.now.talking.noteCall(line)).rejects.toThrow('vault/locked');
  });
});
