import { describe, expect, it } from 'vitest';
import { callLineWords } from '../../../lib/core/call-line-words';
import type { CallId } from '../../../lib/core/calls';
import { createCallsWorld, MINUTE, newCallId } from '../../support/calls/calls-world';
import { twoOf } from './people-calling';

type World = ReturnType<typeof createCallsWorld>;

/** Anna calls; whether it rings at Bert's. */
async function ring(world: World): Promise<{ readonly id: CallId; readonly rings: boolean }> {
  const { anna, bert } = twoOf(world);
  const id = newCallId();
  await anna.calls().start(id, anna.to('bert'), false);
  await world.settle();
  return { id, rings: (await bert.phase()) === 'incoming' };
}

async function unanswered(world: World, how: 'declined' | 'cancelled' | 'missed') {
  const { anna, bert } = twoOf(world);
  const call = await ring(world);
  if (how === 'missed') await world.pass(46_000);
  else if (call.rings) await (how === 'declined' ? bert : anna).calls().end(call.id, 'ended');
  await world.settle();
  return call.rings;
}

/** As long as it rings, with nobody answering. */
async function tries(world: World, times: number, how: 'declined' | 'cancelled' | 'missed' = 'cancelled') {
  const rang: boolean[] = [];
  for (let time = 0; time < times; time++) rang.push(await unanswered(world, how));
  return rang;
}
const FIVE = [true, true, true, true, true];

describe('somebody who calls again and again', () => {
  it.each(['declined', 'cancelled', 'missed'] as const)(
    'does not ring any more after five calls that were %s',
    async (how) => {
      const world = createCallsWorld();
      expect(await tries(world, 8, how)).toEqual([...FIVE, false, false, false]);
    },
  );

  it('has missed calls in the list that say why they did not ring, with no notice; who called hears that it is over', async () => {
    const world = createCallsWorld();
    const { anna, bert } = twoOf(world);
    await tries(world, 5);
    const noticed = bert.told.length;
    const { id } = await ring(world);
    const line = (await bert.calls().list()).find((one) => one.id === id);
    expect(line).toMatchObject({ id, why: 'missed', quiet: true, isNew: true });
    expect(line && callLineWords(line)).toBe('Missed call, did not ring: they called too often');
    expect(bert.told.length).toBe(noticed);
    expect(await anna.calls().view(id)).toMatchObject({ phase: 'over', over: { why: 'missed', by: 'them' } });
  });

  it('fills no list: ten of those that do not ring have a line', async () => {
    const world = createCallsWorld();
    const { bert } = twoOf(world);
    await tries(world, 40);
    expect((await bert.calls().list()).length).toBe(15);
  });

  it('rings again ten minutes later, over a dead background too', async () => {
    const world = createCallsWorld();
    const { bert } = twoOf(world);
    await tries(world, 5);
    bert.rebirth();
    expect(await tries(world, 1)).toEqual([false]);
    await world.pass(10 * MINUTE);
    expect(await tries(world, 1)).toEqual([true]);
  });

  it('rings again when they were called, or answered', async () => {
    const world = createCallsWorld();
    const { anna, bert } = twoOf(world);
    await tries(world, 5);
    const back = newCallId();
    await bert.calls().start(back, bert.to('anna'), false);
    await world.settle();
    await bert.calls().end(back, 'ended');
    await world.settle();
    expect(await tries(world, 4)).toEqual(FIVE.slice(0, 4));
    const { id, rings } = await ring(world);
    expect(rings).toBe(true);
    await bert.calls().accept(id);
    await anna.calls().end(id, 'ended');
    await world.settle();
    expect(await tries(world, 6)).toEqual([...FIVE, false]);
  });

  it('keeps nobody else from ringing', async () => {
    const world = createCallsWorld(['anna', 'bert', 'cara']);
    await tries(world, 9);
    const [bert, cara] = [world.person('bert'), world.person('cara')];
    await cara.calls().start(newCallId(), cara.to('bert'), false);
    await world.settle();
    expect(await bert.phase()).toBe('incoming');
  });

  it('is counted while another call goes on, and is told of no more often', async () => {
    const world = createCallsWorld(['anna', 'bert', 'cara']);
    const [anna, bert, cara] = [world.person('anna'), world.person('bert'), world.person('cara')];
    await bert.calls().start(newCallId(), bert.to('cara'), false);
    await world.settle();
    expect(await cara.phase()).toBe('incoming');
    for (let time = 0; time < 9; time++) {
      await anna.calls().start(newCallId(), anna.to('bert'), false);
      await world.settle();
    }
    expect(bert.told.filter(({ kind }) => kind === 'missed').length).toBe(5);
  });
});
