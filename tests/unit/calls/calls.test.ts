import { describe, expect, it } from 'vitest';
import type { CallId } from '../../../lib/core/calls';
import { createCallsWorld, MINUTE, newCallId, newMessageId } from '../../support/calls/calls-world';
import { lineOf, ringing, talking, twoOf } from './people-calling';

describe('a call of ours', () => {
  it('rings at the other side, with a window and a notice, and says so at mine', async () => {
    const { anna, bert, id } = await ringing(true);
    expect(await anna.calls().view(id)).toMatchObject({ phase: 'ringing', direction: 'out', video: true });
    expect(await bert.calls().view(id)).toMatchObject({ phase: 'incoming', direction: 'in', video: true });
    expect([anna.window.open, bert.window.open]).toEqual([id, id]);
    expect(bert.told).toContainEqual({ kind: 'ringing', id, name: 'anna' });
    expect(anna.told).toEqual([]);
  });

  it('is one call where it is asked for twice, and busy for another', async () => {
    const { world, anna, id } = await ringing();
    await anna.calls().start(id, anna.to('bert'), false);
    expect(world.network.waiting).toEqual([]);
    await expect(anna.calls().start(newCallId(), anna.to('bert'), false)).rejects.toMatchObject({ code: 'call/busy' });
  });

  it('is answered on both sides, and ends on both when one hangs up, with its length', async () => {
    const { world, anna, bert, id } = await talking();
    expect([await anna.phase(), await bert.phase()]).toEqual(['answered', 'answered']);
    await anna.calls().alive(id, true);
    await bert.calls().alive(id, true);
    world.clock.now += 10_400;
    await bert.calls().end(id, 'ended');
    await world.settle();
    expect(await anna.calls().view(id)).toMatchObject({ phase: 'over', over: { why: 'ended', by: 'them' } });
    expect(await bert.calls().view(id)).toMatchObject({ phase: 'over', over: { why: 'ended', by: 'me' } });
    expect(await anna.calls().current()).toBeUndefined();
    for (const one of [anna, bert]) expect(lineOf(one, id)).toMatchObject({ why: 'ended', seconds: 10, isNew: false });
  });

  it('can be declined and cancelled, and each list has it', async () => {
    const one = await ringing();
    await one.bert.calls().end(one.id, 'ended');
    await one.world.settle();
    expect([lineOf(one.anna, one.id)?.why, lineOf(one.bert, one.id)?.why]).toEqual(['declined', 'declined']);

    const two = await ringing();
    await two.anna.calls().end(two.id, 'ended');
    await two.world.settle();
    expect(lineOf(two.anna, two.id)?.why).toBe('cancelled');
    expect(lineOf(two.bert, two.id)).toMatchObject({ why: 'missed', isNew: true });
    expect(two.bert.told.slice(-2).map(({ kind }) => kind)).toEqual(['quiet', 'missed']);
    expect(two.bert.window.open).toBeUndefined();
  });

  it('is missed after 45 s, though the alarm comes 30 s late, and cannot be answered meanwhile', async () => {
    const { world, anna, bert, id } = await ringing();
    world.clock.now += 46_000;
    await expect(bert.calls().accept(id)).rejects.toMatchObject({ code: 'call/unknown' });
    expect(await anna.calls().view(id)).toMatchObject({ over: { why: 'missed', by: 'me' } });
    await world.settle();
    expect(await bert.calls().view(id)).toMatchObject({ over: { why: 'missed', by: 'them' } });
    expect((await bert.calls().list())[0]).toMatchObject({ id, why: 'missed', isNew: true, name: 'anna' });
    await bert.calls().seen();
    expect((await bert.calls().list())[0]?.isNew).toBe(false);
  });

  it('does not ring where the offer is older than a minute, and the caller is told', async () => {
    const world = createCallsWorld();
    const { anna, bert } = twoOf(world);
    const id = newCallId();
    await anna.calls().start(id, anna.to('bert'), false);
    world.clock.now += MINUTE + 1;
    await world.settle();
    expect(bert.told.map(({ kind }) => kind)).toEqual(['missed']);
    expect(bert.window.open).toBeUndefined();
    expect(await bert.phase()).toBe('none');
    expect(lineOf(bert, id)).toMatchObject({ why: 'missed', isNew: true });
  });

  it('goes by the clock of the relay where it is told, so that a wrong clock of the caller rings', async () => {
    const world = createCallsWorld();
    const { bert } = twoOf(world);
    const { now } = world.clock;
    await bert.hear('anna', { kind: 'offer', call: newCallId(), at: now - 5 * MINUTE, video: false }, now);
    expect(await bert.phase()).toBe('incoming');
  });

  it('is told that the other is busy, and the other sees a missed call', async () => {
    const world = createCallsWorld(['anna', 'bert', 'cara']);
    const { anna, bert } = twoOf(world);
    const first = newCallId();
    await anna.calls().start(first, anna.to('bert'), false);
    await world.settle();
    await bert.calls().accept(first);
    await world.settle();
    const second = newCallId();
    const cara = world.person('cara');
    await cara.calls().start(second, cara.to('bert'), false);
    await world.settle();
    expect(await cara.calls().view(second)).toMatchObject({ over: { why: 'busy', by: 'them' } });
    expect(lineOf(bert, second)).toMatchObject({ why: 'missed', isNew: true });
    expect(await bert.calls().current()).toMatchObject({ id: first, phase: 'answered' });
  });

  it.each([true, false])(
    'is one call where both call each other at once (mine has the lower id: %s)',
    async (lower) => {
      const world = createCallsWorld();
      const { anna, bert } = twoOf(world);
      const [low, high] = [newCallId(), newCallId()].sort() as [CallId, CallId];
      const [annas, berts] = lower ? [low, high] : [high, low];
      await anna.calls().start(annas, anna.to('bert'), true);
      await bert.calls().start(berts, bert.to('anna'), false);
      await world.settle();
      for (const [one, own] of [
        [anna, annas],
        [bert, berts],
      ] as const) {
        // The window that was opened with the other id goes on with the call that there is.
        expect(await one.calls().view(own)).toMatchObject({ id: low, phase: 'answered' });
        expect(one.history.size).toBe(0);
        expect(one.told).toEqual([]);
      }
      expect((await anna.calls().view(annas)).video).toBe((await bert.calls().view(berts)).video);
    },
  );

  it('never rings where its end came before it', async () => {
    const world = createCallsWorld();
    const { anna, bert } = twoOf(world);
    const id = newCallId();
    await anna.calls().start(id, anna.to('bert'), false);
    await anna.calls().end(id, 'ended');
    await world.deliver(1);
    await world.settle();
    expect(bert.told).toEqual([]);
    expect(await bert.phase()).toBe('none');
  });

  it('is not heard from another device than the one it is with', async () => {
    const { world, anna, bert, id } = await ringing();
    const { now } = world.clock;
    const other = 'c'.repeat(32) as typeof bert.device;
    await anna.hear('bert', { kind: 'accept', call: id }, now, other);
    await anna.hear('bert', { kind: 'end', call: id, why: 'declined' }, now, other);
    expect(await anna.phase()).toBe('ringing');
    await bert.hear('anna', { kind: 'offer', call: newCallId(), at: now, video: false }, now, other);
    expect(await bert.calls().current()).toMatchObject({ id });
  });

  it('fails at once where no channel is open, and leaves no call behind', async () => {
    const world = createCallsWorld();
    const { anna } = twoOf(world);
    anna.closeChannel('bert');
    const id = newCallId();
    await expect(anna.calls().start(id, anna.to('bert'), false)).rejects.toMatchObject({ code: 'call/not-open' });
    expect(await anna.phase()).toBe('none');
    expect(anna.calls().active()).toBe(false);
  });

  it('ends where the channel closes before it can be answered', async () => {
    const { bert, id } = await ringing();
    bert.closeChannel('anna');
    await expect(bert.calls().accept(id)).rejects.toMatchObject({ code: 'call/not-open' });
    expect(await bert.phase()).toBe('none');
  });

  it('ends on both sides where a window says nothing for 15 s, or was closed', async () => {
    const one = await talking();
    await one.anna.calls().alive(one.id, true);
    await one.world.pass(14_000);
    await one.bert.calls().alive(one.id, true);
    await one.world.pass(1_000);
    await one.world.settle();
    expect(await one.anna.calls().view(one.id)).toMatchObject({ over: { why: 'failed', by: 'me' } });
    expect(await one.bert.calls().view(one.id)).toMatchObject({ over: { why: 'failed', by: 'them' } });

    const two = await talking();
    await two.bert.calls().view(two.id);
    await two.bert.calls().events.onWindowClosed();
    await two.world.settle();
    expect(await two.anna.phase()).toBe('none');
    expect(lineOf(two.anna, two.id)?.why).toBe('ended');
  });

  it('is woken for its end again where it went off for one that was put off', async () => {
    const { world, anna, id } = await talking();
    await anna.calls().alive(id, true);
    await world.pass(15_000 - 1);
    await anna.calls().alive(id, true);
    anna.wakes.length = 0;
    await world.pass(1);
    expect(anna.wakes.at(-1)).toBe(world.clock.now + 15_000 - 1);
  });

  it('does not end where another tab closes while its window opens', async () => {
    const { anna } = await ringing();
    await anna.calls().events.onWindowClosed();
    expect(await anna.phase()).toBe('ringing');
  });

  it('ends where media never flowed for a minute, though both windows are there', async () => {
    const { world, anna, bert, id } = await talking();
    for (let second = 0; second < 63; second += 3) {
      for (const one of [anna, bert])
        await one
          .calls()
          .alive(id, false)
          .catch(() => undefined);
      await world.pass(3_000);
    }
    await world.settle();
    expect([lineOf(anna, id)?.why, lineOf(bert, id)?.why]).toEqual(['failed', 'failed']);
  });

  it('does not ring late where the background died before it could call, and lets nothing open late', async () => {
    const world = createCallsWorld();
    const { anna, bert } = twoOf(world);
    const id = newCallId();
    anna.dieIn(2);
    await expect(anna.calls().start(id, anna.to('bert'), false)).rejects.toThrow();
    anna.rebirth();
    await world.pass(10 * MINUTE);
    await world.settle();
    expect(anna.window.open).toBeUndefined();
    expect(bert.told).toEqual([]);
    expect(lineOf(anna, id)?.why).toBe('missed');
  });

  it('calls all the same where the background died before it could call, and came back at once', async () => {
    const world = createCallsWorld();
    const { anna, bert } = twoOf(world);
    const id = newCallId();
    anna.dieIn(2);
    await expect(anna.calls().start(id, anna.to('bert'), false)).rejects.toThrow();
    anna.rebirth();
    await world.pass(100);
    await world.settle();
    expect(anna.window.open).toBe(id);
    expect(await bert.phase()).toBe('incoming');
  });

  it('tells who waits for a call that a browser has forgotten', async () => {
    const { world, anna, bert, id } = await talking();
    anna.restart();
    await bert.calls().say(id, newMessageId(), { kind: 'candidates', candidates: [''] });
    await world.settle();
    expect(await bert.calls().view(id)).toMatchObject({ over: { why: 'failed', by: 'them' } });
  });
});
