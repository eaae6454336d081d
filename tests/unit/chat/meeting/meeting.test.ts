import { describe, expect, it } from 'vitest';
import { OPEN, states, two, twoInTouch } from './people';
import { HOUR, settled } from './world';

describe('two people who never met', () => {
  it('are asked one after the other, and talk when both have accepted', async () => {
    const { anna, bert } = await two();
    await anna.meeting().start('bert.k7m2q');
    expect(await anna.state()).toBe('their-decision');
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(['their-decision', 'your-decision']);
    expect(bert.told.notices).toMatchObject([{ kind: 'request' }]);
    await bert.decide(anna, 'in-use');
    expect(await bert.state()).toBe('their-decision');
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(['your-decision', 'their-decision']);
    expect(anna.told.notices).toMatchObject([{ kind: 'request' }]);
    await anna.decide(bert, 'verified');
    expect(await anna.state()).toBe('other-half writable');
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(OPEN);
    expect(await anna.digits()).toBe(await bert.digits());
    expect(await anna.digits()).toMatch(/^\d{4} \d{4} \d{4}$/);
    expect([...anna.told.failures, ...bert.told.failures]).toEqual([]);
    expect((await anna.status()).decision).toBe('verified');
  });

  it('talk as soon as one decides, where the other verified that certificate before', async () => {
    const { anna, bert } = await two();
    await anna.decide(bert, 'verified');
    await anna.meeting().start('bert.k7m2q');
    await settled(anna, bert);
    await bert.decide(anna, 'in-use');
    // Bert knows that she has accepted his, and begins at once.
    expect(await bert.state()).toBe('other-half writable');
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(OPEN);
  });

  it('talk without another question, where both verified each other before', async () => {
    const { anna, bert } = await two();
    await anna.decide(bert, 'verified');
    await bert.decide(anna, 'verified');
    await anna.meeting().start('bert.k7m2q');
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(OPEN);
    expect([...anna.told.notices, ...bert.told.notices]).toEqual([]);
  });

  it('talk in one conversation each, where both began at the same time', async () => {
    const { anna, bert } = await two();
    await anna.meeting().start('bert.k7m2q');
    await bert.meeting().start('ANNA.k7m2q');
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(['your-decision', 'your-decision']);
    await anna.decide(bert, 'in-use');
    await bert.decide(anna, 'in-use');
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(OPEN);
    expect(await anna.digits()).toBe(await bert.digits());
  });

  it('begin once, however often it is asked for', async () => {
    const { anna, bert } = await two();
    const ids = await Promise.all([1, 2, 3].map(() => anna.meeting().start('bert.k7m2q')));
    expect(new Set(ids).size).toBe(1);
    expect(await anna.meeting().start('bert.k7m2q@relay.example.org')).toBe(ids[0]);
    expect(await anna.background().rows.outbox()).toHaveLength(1);
    await settled(anna, bert);
    expect(bert.told.notices).toHaveLength(1);
  });

  it('are asked again by a person who waits longer, and by itself when nobody can have it any more', async () => {
    const { world, anna, bert } = await two();
    await anna.meeting().start('bert.k7m2q');
    await anna.send();
    world.mailboxes.clear();
    world.clock.now += HOUR;
    await anna.meeting().start('bert.k7m2q');
    await anna.send();
    world.mailboxes.clear();
    await anna.meeting().advance();
    expect(await anna.background().rows.outbox()).toHaveLength(0);
    world.clock.now += 74 * HOUR;
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(['their-decision', 'your-decision']);
  });
});

describe('somebody who refuses', () => {
  it('hears nothing more of that certificate, and the other waits', async () => {
    const { world, anna, bert } = await two();
    await anna.meeting().start('bert.k7m2q');
    await settled(anna, bert);
    await bert.decide(anna, 'refused');
    expect(await bert.state()).toBe('your-decision');
    world.clock.now += 74 * HOUR;
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(['their-decision', 'your-decision']);
    expect((await bert.status()).decision).toBe('refused');
    expect(bert.told.notices).toHaveLength(1);
  });

  it('stops an open channel, whose keys are gone with the decision', async () => {
    const { anna, bert } = await twoInTouch();
    await bert.decide(anna, 'refused');
    expect(await bert.state()).toBe('your-decision');
    await anna.say('hello?');
    await settled(anna, bert);
    expect(bert.heard()).not.toContain('message');
    expect(await bert.digits()).toBeUndefined();
  });

  it.each(['expired', 'revoked', 'weak'] as const)(
    'is like a certificate that is %s: it waits for a decision',
    async (health) => {
      const { anna, bert } = await two();
      await anna.decide(bert, 'verified');
      await bert.decide(anna, 'verified');
      await anna.meeting().start('bert.k7m2q');
      await settled(anna, bert);
      anna.keyring.disk.health.set(bert.fingerprint(), health);
      expect(await anna.state()).toBe('your-decision');
    },
  );
});

describe('a conversation that cannot begin', () => {
  it('is refused with a sentence, and nothing is kept of it', async () => {
    const { anna, bert } = await two();
    const { meeting } = anna.background();
    await expect(meeting.start('nobody.k7m2q')).rejects.toThrow('chat/not-found');
    await expect(meeting.start('anna.k7m2q')).rejects.toThrow('chat/own-address');
    await expect(meeting.start('bert')).rejects.toThrow('chat/bad-address');
    await expect(meeting.start('bert.k7m2q@elsewhere.example.org')).rejects.toThrow('chat/other-relay');
    anna.life.online = false;
    await expect(meeting.start('bert.k7m2q')).rejects.toThrow('relay/unreachable');
    anna.life.locked = true;
    anna.restart();
    await expect(anna.meeting().start('bert.k7m2q')).rejects.toThrow('vault/locked');
    anna.life.locked = false;
    anna.keyring.disk.mine = undefined;
    await expect(anna.meeting().start('bert.k7m2q')).rejects.toThrow('chat/no-key');
    anna.disk.account = undefined;
    await expect(anna.meeting().start('bert.k7m2q')).rejects.toThrow('relay/not-logged-in');
    expect(await anna.background().book.entries()).toEqual([]);
    expect(bert.mailbox()).toEqual([]);
  });

  it('is not one with myself under another address', async () => {
    const { world, anna } = await two();
    const other = world.person('anna/phone');
    other.keyring.disk.mine = 'anna';
    await other.connect();
    await expect(anna.meeting().start('annaphone.k7m2q')).rejects.toThrow('contact/own-certificate');
  });

  it('is opened without the relay where it is there already', async () => {
    const { anna, bert } = await two();
    const id = await anna.meeting().start('bert.k7m2q');
    await settled(anna, bert);
    anna.life.online = false;
    expect(await anna.meeting().start('bert.k7m2q')).toBe(id);
  });
});
