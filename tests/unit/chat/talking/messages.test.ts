import { describe, expect, it } from 'vitest';
import { createOpenWorld } from '../../../support/chat/world';
import { until } from '../../../support/wait';

describe('messages of two people', () => {
  it('are shown once to the other, in their order, and end delivered', async () => {
    const { anna, bert, failures } = await createOpenWorld();
    for (const text of ['one', 'two', 'three']) await anna.say(text);
    await until('three lines', async () => (await bert.lines()).length === 4);
    expect(await bert.lines()).toEqual(['[opened]', 'one', 'two', 'three']);
    await bert.say('four');
    await until('four', async () => (await anna.lines()).includes('four'));
    await until('delivered', async () =>
      (await anna.history()).filter(({ mine }) => mine).every(({ state }) => state === 'delivered'),
    );
    expect(failures()).toEqual([]);
  });
});
