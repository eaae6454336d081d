import { describe, expect, it } from 'vitest';
import { OPEN, states, twoInTouch } from './people';
import { type Person, settled, type World } from './world';

/** Bert begins again: another device of his account, with nothing of what the last one knew. */
async function replaced(world: World, bert: Person, certificate: string): Promise<Person> {
  const next = world.person('bert');
  next.keyring.disk.mine = certificate;
  world.directory.published.delete(bert.account().device);
  await next.connect();
  return next;
}

describe('another certificate of theirs', () => {
  it('stops the channel until the person decides, and takes the place when it is accepted [req 32]', async () => {
    const { world, anna, bert } = await twoInTouch();
    const next = await replaced(world, bert, 'bert/2');
    await next.meeting().start('anna.k7m2q');
    await settled(anna, next);
    expect(await anna.state()).toBe('changed certificate');
    expect(anna.told.notices).toMatchObject([{ kind: 'changed' }]);
    expect(await anna.notes()).toEqual(['certificate-changed']);
    expect((await anna.entry()).record.rival?.certificate).toBe(next.fingerprint());
    await expect(anna.meeting().acceptDevice(await anna.id())).rejects.toThrow('contact/undecided');
    await anna.decide(next, 'in-use');
    await settled(anna, next);
    await next.decide(anna, 'in-use');
    await settled(anna, next);
    expect(await states(anna, next)).toEqual(OPEN);
    expect((await anna.entry()).record.peer?.certificate).toBe(next.fingerprint());
  });

  it('goes away when it is refused, and the channel goes on with the one before', async () => {
    const { world, anna, bert } = await twoInTouch();
    const next = await replaced(world, bert, 'bert/2');
    await next.meeting().start('anna.k7m2q');
    await settled(anna, next);
    await anna.decide(next, 'refused');
    expect(await anna.state()).toBe('open writable');
    // It asks again as often as it likes.
    world.clock.now += 3_600_000;
    await next.meeting().start('anna.k7m2q');
    await settled(anna, next);
    expect(await anna.state()).toBe('open writable');
    expect(anna.told.notices).toHaveLength(1);
  });

  it('is shown by my own program to those I talk to, who decide again', async () => {
    const { anna, bert } = await twoInTouch();
    bert.keyring.disk.mine = 'bert/2';
    await bert.connect();
    expect(await bert.state()).toBe('their-decision');
    await settled(anna, bert);
    expect(await anna.state()).toBe('changed certificate');
    await anna.decide(bert, 'in-use');
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(OPEN);
  });
});

describe('another device of the same certificate', () => {
  it('stops the channel until the person goes on with it [req 32]', async () => {
    const { world, anna, bert } = await twoInTouch();
    const next = await replaced(world, bert, 'bert');
    await next.meeting().start('anna.k7m2q');
    await settled(anna, next);
    expect(await anna.state()).toBe('changed device');
    expect(await anna.notes()).toEqual(['device-changed']);
    const id = await anna.id();
    await anna.meeting().acceptDevice(id);
    await anna.meeting().acceptDevice(id);
    await settled(anna, next);
    await next.decide(anna, 'in-use');
    await settled(anna, next);
    expect(await states(anna, next)).toEqual(OPEN);
  });

  it('is noticed where its keys alone are others, under the same device id', async () => {
    const { world, anna, bert } = await twoInTouch();
    const next = world.person('bert');
    next.disk.account = bert.disk.account;
    await next.connect();
    await next.meeting().start('anna.k7m2q');
    await settled(anna, next);
    expect(await anna.state()).toBe('changed device');
  });

  it('is found in the directory when a session is begun anew, and asked for its certificate', async () => {
    const { world, anna, bert } = await twoInTouch();
    const next = await replaced(world, bert, 'bert/2');
    await anna.meeting().renew(await anna.id());
    expect(await anna.state()).toBe('changed certificate');
    expect(await anna.keyring.port.decisionOn(next.fingerprint())).toBe('unknown');
    await settled(anna, next);
    await next.decide(anna, 'in-use');
    await settled(anna, next);
    // Now there is something to decide about.
    expect(await anna.keyring.port.decisionOn(next.fingerprint())).toBe('later');
    await anna.decide(next, 'in-use');
    await settled(anna, next);
    expect(await states(anna, next)).toEqual(OPEN);
  });
});

describe('somebody who says to be another', () => {
  it('stops nothing: the relay does not list that device under this address', async () => {
    const { world, anna, bert } = await twoInTouch();
    const mallory = world.person('mallory');
    const account = mallory.account();
    // With the address of Bert in her statement, and prekeys under her own.
    mallory.disk.account = { ...account, user: bert.user() };
    await mallory.connect();
    const stolen = world.directory.published.get(account.device);
    if (stolen === undefined) throw new Error('nothing published');
    world.directory.published.set(account.device, { ...stolen, user: account.user });
    await mallory.meeting().start('anna.k7m2q');
    await settled(anna, mallory);
    expect(await anna.state()).toBe('open writable');
    expect(anna.told.notices).toEqual([]);
    expect((await anna.entry()).record.claims).toBeUndefined();
    expect(await anna.keyring.port.decisionOn(mallory.fingerprint())).toBe('unknown');
  });

  it('begins no conversation under the address of a third', async () => {
    const { world, anna } = await twoInTouch();
    const mallory = world.person('mallory');
    const carl = world.person('carl');
    await carl.connect();
    const account = mallory.account();
    mallory.disk.account = { ...account, user: carl.user() };
    await mallory.connect();
    world.directory.published.delete(account.device);
    await mallory.meeting().start('anna.k7m2q');
    await settled(anna, mallory);
    expect(await anna.background().book.entries()).toHaveLength(1);
  });
});
