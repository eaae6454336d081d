import { describe, expect, it } from 'vitest';
import { createCallsWorld, MINUTE, newCallId } from '../../support/calls/calls-world';
import { lineOf, twoOf } from './people-calling';

const HOUR = 60 * MINUTE;
const APART = [2 * MINUTE, -2 * MINUTE, 3 * HOUR, -3 * HOUR, 14 * HOUR, -14 * HOUR];

/** Anna calls Bert, whose clock is off. */
async function calls(off: number) {
  const world = createCallsWorld();
  const { anna, bert } = twoOf(world);
  bert.setClock(off);
  const id = newCallId();
  await anna.calls().start(id, anna.to('bert'), false);
  return { world, anna, bert, id };
}

describe('a call between machines whose clocks are apart', () => {
  it.each(APART)('rings, is answered and ends, both ways (%i ms)', async (off) => {
    const { world, anna, bert, id } = await calls(off);
    await world.settle();
    expect(await bert.phase()).toBe('incoming');
    expect(bert.window.open).toBe(id);
    await world.pass(20_000);
    await bert.calls().accept(id);
    await world.settle();
    expect([await anna.phase(), await bert.phase()]).toEqual(['answered', 'answered']);
    await bert.calls().end(id, 'ended');
    await world.settle();
    const back = newCallId();
    await bert.calls().start(back, bert.to('anna'), false);
    await world.settle();
    expect(await anna.phase()).toBe('incoming');
  });

  it.each(APART)('does not ring where it is old, whatever the clocks say (%i ms)', async (off) => {
    const { world, anna, bert, id } = await calls(off);
    const [offer] = world.network.waiting.splice(0);
    await world.pass(5 * MINUTE);
    // Where nobody is there any more who could say so.
    anna.restart();
    if (offer) await world.hand(offer);
    await world.settle();
    expect(await bert.phase()).toBe('none');
    await world.pass(16_000);
    expect(bert.told.map(({ kind }) => kind)).toEqual(['missed']);
    expect(bert.window.open).toBeUndefined();
    expect(lineOf(bert, id)).toMatchObject({ why: 'missed', isNew: true });
  });

  it('does not ring where the answer comes late, or from somebody else', async () => {
    const { world, bert, id } = await calls(3 * HOUR);
    await world.deliver();
    world.network.waiting.splice(0);
    await bert.hear('anna', { kind: 'still', call: newCallId() }, world.clock.now);
    await bert.hear('anna', { kind: 'still', call: id }, world.clock.now, 'cd'.repeat(16) as never);
    expect(await bert.phase()).toBe('none');
    world.clock.now += 15_001;
    await bert.hear('anna', { kind: 'still', call: id }, world.clock.now);
    expect(await bert.phase()).toBe('none');
    expect(bert.told.map(({ kind }) => kind)).toEqual(['missed']);
  });

  it('goes on over a background that dies while it asks, on either side', async () => {
    for (let write = 1; write <= 4; write++) {
      for (const who of ['anna', 'bert'] as const) {
        const { world, anna, bert } = await calls(-3 * HOUR);
        ({ anna, bert })[who].dieIn(write);
        await world.settle();
        for (const one of [anna, bert]) if (one.isDead()) one.rebirth();
        await world.pass(1_000);
        await world.settle();
        expect(await bert.phase()).toBe('incoming');
      }
    }
  });

  it('is one call where both call each other, also with clocks that are apart', async () => {
    for (const off of [3 * HOUR, -3 * HOUR]) {
      const { world, anna, bert } = await calls(off);
      await bert.calls().start(newCallId(), bert.to('anna'), false);
      await world.settle();
      expect([await anna.phase(), await bert.phase()]).toEqual(['answered', 'answered']);
      expect((await anna.calls().current())?.id).toBe((await bert.calls().current())?.id);
    }
  });

  it('is missed where the next offer comes before the question was answered, and that one is asked about', async () => {
    const { world, anna, bert, id } = await calls(3 * HOUR);
    await world.deliver();
    world.network.waiting.splice(0);
    await anna.calls().end(id, 'ended');
    world.network.waiting.splice(0);
    const next = newCallId();
    await anna.calls().start(next, anna.to('bert'), false);
    await world.settle();
    expect((await bert.calls().current())?.id).toBe(next);
    expect(lineOf(bert, id)?.why).toBe('missed');
  });
});
