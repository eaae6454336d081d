import { describe, expect, it } from 'vitest';
import { FAIR, type Weather } from '../../../support/chat/fake-relay';
import { createOpenWorld } from '../../../support/chat/world';
import { until } from '../../../support/wait';

/** Of the messages from now on, those at these places are held back until the next connection. */
function holding(...places: readonly number[]): Weather {
  let count = -1;
  return { ...FAIR, delivered: () => (places.includes(++count) ? 0 : 1) };
}

describe('messages that do not come', () => {
  it('are a line that says how many, and are taken off it when they come late, marked as late', async () => {
    const { anna, bert, relay } = await createOpenWorld();
    await anna.say('one');
    await until('one', async () => (await bert.lines()).includes('one'));
    relay.weather = holding(0, 1);
    for (const text of ['two', 'three', 'four']) await anna.say(text);
    await until('four', async () => (await bert.lines()).includes('four'));
    expect(await bert.lines()).toEqual(['[opened]', 'one', '[lost 2]', 'four']);
    expect((await bert.now.book.entry(bert.id)).record.missing).toBe(2);
    relay.weather = FAIR;
    bert.goOffline();
    bert.goOnline();
    await until('all', async () => (await bert.lines()).includes('three'));
    expect(await bert.lines()).toEqual(['[opened]', 'one', 'four', 'two', 'three']);
    expect((await bert.history()).map(({ late }) => late)).toEqual([false, false, false, true, true]);
    expect((await bert.now.book.entry(bert.id)).record.missing).toBe(0);
  });

  it('are said to be missing as long as they are, over the death of the background', async () => {
    const { anna, bert, relay } = await createOpenWorld();
    relay.weather = holding(0, 2);
    for (const text of ['one', 'two', 'three', 'four']) await anna.say(text);
    await until('four', async () => (await bert.lines()).includes('four'));
    expect(await bert.lines()).toEqual(['[opened]', '[lost 1]', 'two', '[lost 1]', 'four']);
    relay.weather = FAIR;
    await bert.restart();
    await until('the last', async () => (await bert.lines()).includes('one') && (await bert.lines()).includes('three'));
    expect(new Set(await bert.lines())).toEqual(new Set(['[opened]', 'two', 'four', 'one', 'three']));
  });

  it('are no line where one batch brings them in another order', async () => {
    const { anna, bert, relay } = await createOpenWorld();
    bert.goOffline();
    for (let count = 0; count < 30; count += 1) await anna.say(`${count}`);
    await until('the relay to have them', async () => (await anna.now.outbox.queued()) === 0);
    relay.weather = { ...FAIR, ordered: (frames) => frames.toReversed() };
    bert.goOnline();
    await until('all', async () => (await bert.lines()).length === 31);
    expect((await bert.lines()).some((line) => line.startsWith('[lost'))).toBe(false);
  });
});
