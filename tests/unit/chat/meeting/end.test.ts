import { describe, expect, it } from 'vitest';
import { OPEN, states, two, twoInTouch } from './people';
import { DAY, MINUTE, settled } from './world';

describe('a conversation that one ends', () => {
  it('is over on both sides, and nothing is left of its keys', async () => {
    const { anna, bert } = await twoInTouch();
    const id = await anna.id();
    await anna.meeting().end(id);
    await anna.meeting().end(id);
    expect(await anna.state()).toBe('ended me');
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(['ended me', 'ended them']);
    expect([await anna.digits(), await bert.digits()]).toEqual([undefined, undefined]);
    expect(await anna.notes()).toEqual(['ended-by-me']);
    expect(await anna.background().rows.outbox()).toEqual([]);
  });

  it('is over for the other, too, where there was no session, or theirs was lost', async () => {
    const { anna, bert } = await two();
    await anna.meeting().start('bert.k7m2q');
    await settled(anna, bert);
    await anna.meeting().end(await anna.id());
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(['ended me', 'ended them']);
    expect(await bert.notes()).toEqual(['ended-by-them']);
  });

  it('begins anew when the one who ended it asks, without another decision', async () => {
    const { anna, bert } = await twoInTouch();
    const id = await anna.id();
    await anna.meeting().end(id);
    await settled(anna, bert);
    expect(await anna.meeting().start('bert.k7m2q')).toBe(id);
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(OPEN);
  });

  it('waits for the one who ended it where the other asks', async () => {
    const { anna, bert } = await twoInTouch();
    await anna.meeting().end(await anna.id());
    await settled(anna, bert);
    await bert.meeting().start('anna.k7m2q');
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(['ended me', 'their-decision']);
    expect(anna.told.notices).toMatchObject([{ kind: 'request' }]);
    await anna.meeting().start('bert.k7m2q');
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(OPEN);
  });

  it('is said again to a device that begins a session all the same', async () => {
    const { world, anna, bert } = await twoInTouch();
    await anna.meeting().end(await anna.id());
    await settled(anna);
    // What told Bert is lost with the relay.
    world.mailboxes.clear();
    await bert.meeting().renew(await bert.id());
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(['ended me', 'ended them']);
  });

  it('is not ended by an introduction that comes after one that was made later', async () => {
    const { world, anna, bert } = await two();
    await anna.meeting().start('bert.k7m2q');
    await settled(anna, bert);
    world.clock.now += MINUTE;
    await anna.meeting().end(await anna.id());
    await settled(anna);
    const [late = new Uint8Array(), ...others] = bert.mailbox();
    expect(others).toEqual([]);
    world.mailboxes.clear();
    world.clock.now += MINUTE;
    await anna.meeting().start('bert.k7m2q');
    await settled(anna, bert);
    await bert.take(late);
    expect(await bert.state()).toBe('your-decision');
  });

  it.each([0, 10 * DAY])(
    'is not begun again by an old introduction that a relay repeats after %i ms',
    async (after) => {
      const { world, anna, bert } = await two();
      await anna.meeting().start('bert.k7m2q');
      await anna.send();
      const offers = bert.mailbox().slice();
      await settled(anna, bert);
      world.clock.now += MINUTE;
      await anna.meeting().end(await anna.id());
      await settled(anna, bert);
      expect(await bert.state()).toBe('ended them');
      world.clock.now += after;
      for (const offer of offers) await bert.take(offer);
      await settled(bert);
      expect(await bert.state()).toBe('ended them');
    },
  );

  it('is not ended a second time by what ended it before the person began anew', async () => {
    const { anna, bert } = await two();
    await anna.meeting().start('bert.k7m2q');
    await settled(anna, bert);
    await anna.meeting().end(await anna.id());
    await settled(anna);
    const ends = bert.mailbox().slice();
    expect(ends).toHaveLength(1);
    await settled(anna, bert);
    await bert.meeting().start('anna.k7m2q');
    for (const end of ends) await bert.take(end);
    expect(await bert.state()).toBe('your-decision');
  });

  it('ends here at once where the relay is away, and is said when it is back', async () => {
    const { anna, bert } = await twoInTouch();
    anna.life.online = false;
    await anna.meeting().end(await anna.id());
    expect(await anna.state()).toBe('ended me');
    await settled(anna, bert);
    expect(await bert.state()).toBe('open writable');
    anna.life.online = true;
    await settled(anna, bert);
    expect(await bert.state()).toBe('ended them');
  });
});
