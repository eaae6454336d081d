import { describe, expect, it } from 'vitest';
import type { RequestOutput } from '../../../../lib/core/wire/requests';
import { OPEN, states, two, twoInTouch } from './people';
import { createWorld, DAY, type Person, settled, type World } from './world';

type Taken = RequestOutput<'prekeys.take'>;

const changedAt = (octets: Uint8Array, at: number): Uint8Array =>
  octets.map((octet, index) => (index === (at < 0 ? octets.length + at : at) ? octet ^ 1 : octet));
const ofBundle = (change: (octets: Uint8Array) => Uint8Array) => (truth: Taken) =>
  truth.map((one) => ({ ...one, bundle: change(one.bundle) }));

describe('a relay that answers for another', () => {
  it.each<[string, (truth: Taken, world: World, carl: Person) => Taken, string]>([
    ['with the device of somebody else', (_, { directory }, carl) => directory.take(carl.user()), 'relay/broken'],
    [
      'with another device id',
      (truth) => truth.map((one) => ({ ...one, device: 'ab'.repeat(16) as never })),
      'relay/broken',
    ],
    ['with garbage', ofBundle(() => Uint8Array.of(1, 2, 3)), 'relay/broken'],
    ['with nothing in it', ofBundle(() => new Uint8Array()), 'chat/newer-version'],
    ['with octets of another version', ofBundle((octets) => changedAt(octets, 0)), 'chat/newer-version'],
    ['with a bundle that is cut off', ofBundle((octets) => octets.slice(0, -1)), 'relay/broken'],
    ['with signed prekeys that are changed', ofBundle((octets) => changedAt(octets, -100)), 'relay/broken'],
    ['with nobody', () => [], 'chat/not-found'],
  ])('%s: nothing is begun, nothing goes out, and a sentence says so', async (_, lie, code) => {
    const { world, anna, bert } = await two();
    const carl = world.person('carl');
    await carl.connect();
    world.directory.state.lie = (_user, truth) => lie(truth, world, carl);
    await expect(anna.meeting().start('bert.k7m2q')).rejects.toThrow(code);
    expect(await anna.background().book.entries()).toEqual([]);
    expect(await anna.background().rows.outbox()).toEqual([]);
    // The truth is enough as soon as it is told.
    world.directory.state.lie = undefined;
    await anna.meeting().start('bert.k7m2q');
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(['their-decision', 'your-decision']);
  });

  it('leaves what is true among the lies', async () => {
    const { world, anna, bert } = await two();
    const carl = world.person('carl');
    await carl.connect();
    world.directory.state.lie = (_user, truth) => [...world.directory.take(carl.user()), ...truth];
    await anna.meeting().start('bert.k7m2q');
    await settled(anna, bert);
    expect(await bert.state()).toBe('your-decision');
  });

  it('with a statement that the accepted certificate never signed: nothing is said to that device', async () => {
    const { world, anna, bert } = await two();
    await anna.decide(bert, 'verified');
    const mallory = world.person('mallory');
    // Keys of the relay's own, in the name of Bert and of his certificate.
    const port = mallory.keyring.port as { ownForChat: () => Promise<unknown> };
    mallory.disk.account = { ...mallory.account(), user: bert.user() };
    port.ownForChat = async () => ({ fingerprint: bert.fingerprint(), octets: new Uint8Array() });
    await mallory.connect();
    const forged = world.directory.published.get(mallory.account().device);
    if (forged === undefined) throw new Error('nothing published');
    world.directory.published.delete(bert.account().device);
    await expect(anna.meeting().start('bert.k7m2q')).rejects.toThrow('relay/broken');
    expect(await anna.background().rows.outbox()).toEqual([]);
  });

  it('after the channel was open: it goes on, and a new session waits until the relay tells the truth', async () => {
    const { world, anna, bert } = await twoInTouch();
    world.directory.state.lie = () => [];
    await anna.meeting().renew(await anna.id());
    expect(await anna.status()).toMatchObject({ channel: 'open', problem: 'chat/not-found' });
    world.directory.state.lie = undefined;
    await anna.meeting().renew(await anna.id());
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(OPEN);
    expect((await anna.status()).problem).toBeUndefined();
  });
});

describe('clocks that are days apart', () => {
  it.each([
    ['behind', -6 * DAY],
    ['ahead', 6 * DAY],
  ])('%s by six days: everything goes on', async (_, ahead) => {
    const world = createWorld();
    const [anna, bert] = [world.person('anna'), world.person('bert')];
    bert.life.ahead = ahead;
    await anna.connect();
    await bert.connect();
    await anna.decide(bert, 'in-use');
    await bert.decide(anna, 'in-use');
    await anna.meeting().start('bert.k7m2q');
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(OPEN);
  });

  it('by a month: a sentence says so, and it goes on when the clock is set', async () => {
    const world = createWorld();
    const [anna, bert] = [world.person('anna'), world.person('bert')];
    bert.life.ahead = 30 * DAY;
    await bert.connect();
    await anna.connect();
    await expect(anna.meeting().start('bert.k7m2q')).rejects.toThrow('chat/clock');
    bert.life.ahead = 0;
    await bert.connect();
    await anna.meeting().start('bert.k7m2q');
    await settled(anna, bert);
    expect(await bert.state()).toBe('your-decision');
  });

  it('of mine by a month: prekeys that are over by it are no fault of the other', async () => {
    const { anna } = await two();
    anna.life.ahead = 30 * DAY;
    await expect(anna.meeting().start('bert.k7m2q')).rejects.toThrow('chat/clock');
  });

  it('after both accepted: the conversation tells why it waits, and begins when the clock is set', async () => {
    const { world, anna, bert } = await two();
    await anna.decide(bert, 'in-use');
    await anna.meeting().start('bert.k7m2q');
    await settled(anna, bert);
    // Bert's clock runs away before he decides.
    bert.life.ahead = 400 * DAY;
    await bert.decide(anna, 'in-use');
    expect(await bert.status()).toMatchObject({ problem: 'chat/clock', channel: 'none' });
    bert.life.ahead = 0;
    world.clock.now += DAY;
    await settled(anna, bert);
    expect(await states(anna, bert)).toEqual(OPEN);
    expect((await bert.status()).problem).toBeUndefined();
  });
});
