import { describe, expect, it } from 'vitest';
import { createTalk, createWorld } from '../../support/channel/world';

describe('a session', () => {
  it('waits for the other half until the first reply, and speaks meanwhile', async () => {
    const { anna, bert } = await createWorld();
    expect(await anna.start(bert.publish())).toBe('started');
    expect(anna.status().state).toBe('waiting for the other half');
    expect(await bert.listen(anna.say('one'))).toBe('one');
    expect(bert.status()).toMatchObject({ state: 'open', owes: true, comparison: undefined });
    expect(await bert.listen(anna.say('two'))).toBe('two');
    expect(await anna.listen(bert.say('three'))).toBe('three');
    expect(anna.status()).toMatchObject({ state: 'open', owes: true });
    expect(await bert.listen(anna.say('four'))).toBe('four');
    expect(bert.status()).toMatchObject({ state: 'open', owes: false });
    expect(anna.status().owes).toBe(false);
    expect(bert.status().comparison).toEqual(anna.status().comparison);
    expect(anna.status().comparison).toHaveLength(8);
  });

  it('carries words both ways for a long time', async () => {
    const { anna, bert } = await createTalk();
    for (let round = 0; round < 20; round += 1) {
      expect(await bert.listen(anna.say(`to bert ${round}`))).toBe(`to bert ${round}`);
      expect(await anna.listen(bert.say(`to anna ${round}`))).toBe(`to anna ${round}`);
    }
  });
});
