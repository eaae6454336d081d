import { describe, expect, it } from 'vitest';
import { sameOctets } from '../../../../lib/channel/crypto';
import { statementOf, storedDevice } from '../../../../lib/channel/device';
import { OPEN, states, two, twoInTouch } from './people';
import { createWorld, DAY, type Person, settled } from './world';

async function statement(person: Person) {
  const device = await person.background().book.device();
  if (device === undefined) throw new Error('no device');
  // Octets of a state are overwritten by the next one.
  return structuredClone(statementOf(storedDevice.read(device)));
}
const bundle = ({ world, anna }: { world: ReturnType<typeof createWorld>; anna: Person }) =>
  world.directory.published.get(anna.account().device)?.bundle ?? new Uint8Array();

describe('my device', () => {
  it('is made for the account and the certificate, valid for a year, with 50 prekeys at the relay', async () => {
    const world = createWorld({ count: 50, low: 20 });
    const anna = world.person('anna');
    await anna.connect();
    const { user, device, certificate, issued, validUntil } = await statement(anna);
    expect([user, device, certificate]).toEqual([anna.user(), anna.account().device, anna.fingerprint()]);
    expect([issued, validUntil - issued]).toEqual([anna.now(), 365 * DAY]);
    expect(world.directory.left(device)).toBe(50);
    // 31 people take one each: the rest stays; one more, and there are 50 new ones.
    for (let people = 0; people < 30; people++) world.directory.take(user);
    await anna.connect();
    expect(world.directory.left(device)).toBe(20);
    world.directory.take(user);
    await anna.connect();
    expect(world.directory.left(device)).toBe(50);
  });

  it('says itself again at half its time, with the same keys, and publishes that', async () => {
    const { world, anna, bert } = await twoInTouch();
    const before = await statement(anna);
    world.clock.now += 182 * DAY;
    await anna.connect();
    expect((await statement(anna)).issued).toBe(before.issued);
    const published = bundle({ world, anna });
    world.clock.now += DAY;
    await anna.connect();
    const after = await statement(anna);
    expect(after).toEqual({ ...before, issued: anna.now(), validUntil: anna.now() + 365 * DAY });
    expect(sameOctets(bundle({ world, anna }), published)).toBe(false);
    // For those who know it, it is the same device.
    await bert.connect();
    await bert.meeting().renew(await bert.id());
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(OPEN);
  });

  it('publishes again what a relay lost, and nothing where the relay has it', async () => {
    const { world, anna } = await two();
    const first = bundle({ world, anna });
    await anna.connect();
    // Another background does not know what the last one published, and asks.
    anna.restart();
    await anna.connect();
    expect(bundle({ world, anna })).toBe(world.directory.published.get(anna.account().device)?.bundle);
    expect(sameOctets(bundle({ world, anna }), first)).toBe(true);
    expect(world.directory.state.asked.filter((name) => name === 'prekeys.publish')).toHaveLength(2);
    world.directory.published.clear();
    await anna.connect();
    expect(world.directory.left(anna.account().device)).toBe(3);
  });

  it('publishes new signed prekeys after a week', async () => {
    const { world, anna } = await two();
    const first = bundle({ world, anna });
    world.clock.now += 6 * DAY;
    await anna.connect();
    expect(sameOctets(bundle({ world, anna }), first)).toBe(true);
    world.clock.now += 2 * DAY;
    await anna.connect();
    expect(sameOctets(bundle({ world, anna }), first)).toBe(false);
  });

  it('replaces at the relay what it did not publish itself', async () => {
    const { world, anna, bert } = await two();
    const lied = world.directory.published.get(bert.account().device);
    if (lied === undefined) throw new Error('nothing published');
    world.directory.published.set(anna.account().device, { ...lied, user: anna.user() });
    anna.restart();
    await anna.connect();
    expect(sameOctets(bundle({ world, anna }), lied.bundle)).toBe(false);
  });

  it('sends again what the relay did not take, and forgets no secret for that', async () => {
    const { world, anna } = await two();
    world.directory.published.clear();
    world.directory.state.refuses = 'prekeys.publish';
    for (let time = 0; time < 5; time++) {
      await expect(anna.meeting().prepareDevice()).rejects.toThrow('relay/wait');
    }
    const before = await anna.background().book.device();
    world.directory.state.refuses = undefined;
    await anna.connect();
    expect(world.directory.left(anna.account().device)).toBe(3);
    expect(await anna.background().book.device()).toBe(before);
  });

  it('is said again when the clock that it was made by was ahead', async () => {
    const world = createWorld();
    const anna = world.person('anna');
    anna.life.ahead = 30 * DAY;
    await anna.connect();
    anna.life.ahead = 0;
    await anna.connect();
    expect((await statement(anna)).issued).toBe(anna.now());
  });

  it('is another one for another account, and waits for keys and for the relay without a word', async () => {
    const world = createWorld();
    const anna = world.person('anna');
    anna.life.online = false;
    await anna.connect();
    const first = await statement(anna);
    anna.disk.account = { ...anna.account(), device: 'ab'.repeat(16) as typeof first.device };
    anna.life.online = true;
    await anna.connect();
    const second = await statement(anna);
    expect(second.device).toBe('ab'.repeat(16));
    expect(sameOctets(second.identity, first.identity)).toBe(false);
    anna.life.locked = true;
    anna.restart();
    await anna.connect();
    anna.disk.account = undefined;
    await anna.connect();
    expect(anna.told.failures).toEqual([]);
  });

  it('needs a certificate of mine', async () => {
    const anna = createWorld().person('anna');
    anna.keyring.disk.mine = undefined;
    await expect(anna.meeting().prepareDevice()).rejects.toThrow('chat/no-key');
  });
});
