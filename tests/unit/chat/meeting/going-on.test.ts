import { describe, expect, it } from 'vitest';
import type { DeviceId, UserId } from '../../../../lib/core/wire/ids';
import { OPEN, states, two, twoInTouch } from './people';
import { HOUR, settled } from './world';

describe('a session', () => {
  it('whose opening nobody answered is begun anew when the relay cannot have it any more', async () => {
    const { world, anna, bert } = await two();
    await anna.decide(bert, 'in-use');
    await anna.meeting().start('bert.k7m2q');
    await settled(anna, bert);
    await bert.decide(anna, 'in-use');
    await bert.send();
    world.mailboxes.clear();
    expect(await states(anna, bert)).toEqual(['their-decision', 'other-half writable']);
    world.clock.now += 72 * HOUR;
    await bert.meeting().advance();
    expect(await bert.background().rows.outbox()).toEqual([]);
    world.clock.now += 2 * HOUR;
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(OPEN);
  });

  it('is not begun twice while an opening is on its way, nor without end', async () => {
    const { world, anna, bert } = await twoInTouch();
    const id = await anna.id();
    const takes = () => world.directory.state.asked.filter((name) => name === 'prekeys.take').length;
    const before = takes();
    await Promise.all([anna.meeting().renew(id), anna.meeting().renew(id)]);
    await anna.meeting().renew(id);
    expect(takes()).toBe(before + 1);
    for (let time = 0; time < 40; time++) {
      await settled(anna, bert);
      await anna.meeting().renew(id);
    }
    expect(takes()).toBe(before + 20);
    expect(await states(anna, bert)).toEqual(OPEN);
  });

  it('is begun with nobody whom I have not accepted, who is to be decided about, or whom I left', async () => {
    const { anna, bert } = await twoInTouch();
    const id = await anna.id();
    await anna.decide(bert, 'later');
    await anna.meeting().renew(id);
    expect(await anna.state()).toBe('your-decision');
    expect(await anna.background().rows.outbox()).toEqual([]);
    await anna.decide(bert, 'in-use');
    await anna.meeting().end(id);
    await settled(anna, bert);
    await anna.meeting().renew(id);
    expect(await anna.background().rows.outbox()).toEqual([]);
    await expect(anna.meeting().renew('00'.repeat(16) as typeof id)).rejects.toThrow('chat/unknown');
  });

  it('is not begun where the relay is away, and nothing is said of that', async () => {
    const { anna } = await twoInTouch();
    anna.life.online = false;
    await anna.meeting().renew(await anna.id());
    expect(await anna.state()).toBe('open writable');
    expect(anna.told.failures).toEqual([]);
  });
});

describe('a certificate that the person deleted', () => {
  it('leaves no channel, and is asked for again when the person begins again', async () => {
    const { world, anna, bert } = await twoInTouch();
    anna.keyring.disk.decisions.clear();
    await anna.meeting().advance();
    expect(await anna.state()).toBe('none');
    world.clock.now += 74 * HOUR;
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(['none', 'open writable']);
    await anna.meeting().start('bert.k7m2q');
    expect(await anna.state()).toBe('their-decision');
    await settled(anna, bert);
    // Bert has nothing to decide: his certificate comes by itself.
    expect(await states(anna, bert)).toEqual(['your-decision', 'their-decision']);
    await anna.decide(bert, 'in-use');
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(OPEN);
    expect(await anna.digits()).toBe(await bert.digits());
  });
});

it('reads a state before the octets of it can be overwritten by the next one', async () => {
  const { anna } = await twoInTouch();
  const { record, channel = new Uint8Array() } = await anna.entry();
  const copy = channel.slice();
  const status = anna.meeting().status({ record, channel: copy });
  copy.fill(0);
  expect((await status).channel).toBe('open');
});

describe('another login of mine', () => {
  it('leaves conversations of the account before it to be read, and nothing more', async () => {
    const { anna, bert } = await twoInTouch();
    const [id, account] = [await anna.id(), anna.account()];
    anna.disk.account = { ...account, user: 'other.k7m2q' as UserId, device: 'cd'.repeat(16) as DeviceId };
    await anna.connect();
    expect(await anna.state()).toBe('none');
    await anna.meeting().renew(id);
    expect(await anna.background().rows.outbox()).toEqual([]);
    await bert.meeting().start('other.k7m2q');
    await settled(anna, bert);
    expect(await anna.background().book.entries()).toHaveLength(2);
  });

  it('on the same account is another device, which the others are asked about', async () => {
    const { world, anna, bert } = await twoInTouch();
    world.directory.published.delete(anna.account().device);
    anna.disk.account = { ...anna.account(), device: 'cd'.repeat(16) as DeviceId };
    await anna.connect();
    expect(await anna.state()).toBe('their-decision');
    // What they still send in the old sessions goes to a device that is not there any more.
    expect(await anna.digits()).toBeUndefined();
    await settled(anna, bert);
    expect(await bert.state()).toBe('changed device');
    await bert.meeting().acceptDevice(await bert.id());
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(OPEN);
  });
});

describe('somebody who comes back from another device', () => {
  it('is met again after they had ended it', async () => {
    const { world, anna, bert } = await twoInTouch();
    await bert.meeting().end(await bert.id());
    await settled(anna, bert);
    expect(await anna.state()).toBe('ended them');
    world.directory.published.delete(bert.account().device);
    const next = world.person('bert');
    await next.connect();
    await next.meeting().start('anna.k7m2q');
    await settled(anna, next);
    expect(await anna.state()).toBe('changed device');
  });

  it('waits for me after I had ended it', async () => {
    const { world, anna, bert } = await twoInTouch();
    await anna.meeting().end(await anna.id());
    await settled(anna, bert);
    world.directory.published.delete(bert.account().device);
    const next = world.person('bert');
    await next.connect();
    await next.meeting().start('anna.k7m2q');
    await settled(anna, next);
    expect(await anna.state()).toBe('ended me');
    await anna.meeting().start('bert.k7m2q');
    expect(await anna.state()).toBe('changed device');
  });
});

describe('while keys are locked', () => {
  it('nothing is done, and everything goes on when they are open', async () => {
    const { anna, bert } = await two();
    await anna.decide(bert, 'in-use');
    await anna.meeting().start('bert.k7m2q');
    bert.life.locked = true;
    bert.restart();
    await settled(anna, bert);
    await bert.connect();
    expect(bert.mailbox()).toHaveLength(1);
    bert.life.locked = false;
    await settled(anna, bert);
    expect(await bert.state()).toBe('your-decision');
    expect(bert.told.failures).toEqual([]);
  });
});

describe('octets that come twice', () => {
  it('lead to the same as if they came once', async () => {
    const { anna, bert } = await two();
    anna.life.twice = true;
    bert.life.twice = true;
    await anna.meeting().start('bert.k7m2q');
    await settled(anna, bert);
    await bert.decide(anna, 'in-use');
    await settled(anna, bert);
    await anna.decide(bert, 'in-use');
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(OPEN);
    expect([anna.told.notices.length, bert.told.notices.length]).toEqual([1, 1]);
    await anna.meeting().end(await anna.id());
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(['ended me', 'ended them']);
    // In the session itself and by an introduction: two lines would be one too many.
    expect((await bert.notes()).length).toBeLessThan(2);
  });
});
