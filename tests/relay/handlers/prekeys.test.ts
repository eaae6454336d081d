import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import type { UserId } from '../../../lib/core/wire/ids';
import { logIn } from '../../support/relay/account';
import { openRelay } from '../../support/relay/fakes/desk';

const DAY = 24 * 3_600_000;
const armor = Buffer.from('-----BEGIN PGP PRIVATE KEY BLOCK-----\n');
const bundle = randomBytes(200).fill(1, 0, 1);
const oneTime = [randomBytes(40), randomBytes(40)];

async function annaAndBob() {
  const relay = await openRelay();
  const anna = await relay.newcomer('anna');
  const bob = await relay.newcomer('bob');
  const publish = (input: { bundle?: Uint8Array; oneTime?: readonly Uint8Array[]; expires?: number } = {}) =>
    bob.desk.ask('prekeys.publish', { bundle, oneTime, expires: relay.ctx.clock() + DAY, ...input });
  const take = (user: UserId = bob.account.user) => anna.desk.ask('prekeys.take', { user });
  return { relay, anna, bob, publish, take };
}

it('gives a bundle of each device, each one-time prekey once, then bundles without', async () => {
  const { relay, bob, publish, take } = await annaAndBob();
  await publish();
  const phone = relay.connect();
  const { device } = await logIn(relay.client(phone), bob.account.user, bob.account.password);
  await phone.ask('prekeys.publish', { bundle, oneTime: [], expires: relay.ctx.clock() + DAY });
  const taken = [await take(), await take(), await take()];
  const ofLaptop = taken.map((each) => each.find((one) => one.device === bob.account.device)?.oneTime);
  const hex = (key: Uint8Array | undefined) => Buffer.from(key ?? []).toString('hex');
  expect(new Set(ofLaptop.slice(0, 2).map(hex))).toEqual(new Set(oneTime.map(hex)));
  expect(ofLaptop[2]).toBeUndefined();
  expect(taken[0]?.find((one) => one.device === device)?.bundle).toEqual(new Uint8Array(bundle));
  expect(await bob.desk.ask('prekeys.count', undefined)).toEqual({ left: 0 });
});

it('answers alike for one who is unknown and one who has none', async () => {
  const { bob, take } = await annaAndBob();
  expect(await take()).toEqual([]);
  expect(await take('bob.22222' as UserId)).toEqual([]);
  expect(await bob.desk.ask('prekeys.count', undefined)).toEqual({ left: 0 });
});

it('[req 38] keeps prekeys as long as the device says, and never longer than the relay does', async () => {
  const { relay, publish, take } = await annaAndBob();
  const { prekeysMs } = relay.ctx.config.limits;
  await publish();
  relay.pass(DAY);
  expect(await take()).toEqual([]);
  await publish({ expires: relay.ctx.clock() + 10 * prekeysMs });
  relay.pass(prekeysMs - 1);
  expect(await take()).toHaveLength(1);
  relay.pass(1);
  expect(await take()).toEqual([]);
  await expect(publish({ expires: relay.ctx.clock() })).rejects.toMatchObject({ code: 'wire/malformed' });
});

it('[req 35] refuses a private key in the place of a public one', async () => {
  const { publish, take } = await annaAndBob();
  const secretPacket = Uint8Array.of(0xc5, ...randomBytes(50));
  const refused = [{ bundle: armor }, { bundle: secretPacket }, { oneTime: [randomBytes(40), armor] }];
  for (const input of refused) await expect(publish(input)).rejects.toMatchObject({ code: 'relay/private-key' });
  expect(await take()).toEqual([]);
});

it('takes a one-time prekey that begins with any octet', async () => {
  const { publish } = await annaAndBob();
  const keys = Array.from({ length: 64 }, (_, octet) => Uint8Array.of(0xc0 + octet, ...randomBytes(39)));
  await publish({ oneTime: keys });
});

it('[req 38] lets nobody use up the one-time prekeys of somebody', async () => {
  const { relay, bob, publish, take } = await annaAndBob();
  await publish({ oneTime: Array.from({ length: 100 }, () => randomBytes(40)) });
  for (let times = 0; times < 30; times++) await take();
  await expect(take()).rejects.toMatchObject({ code: 'relay/wait', waitMs: 60_000 });
  expect(await bob.desk.ask('prekeys.count', undefined)).toEqual({ left: 70 });
  const carol = await relay.newcomer('carol');
  expect(await carol.desk.ask('prekeys.take', { user: bob.account.user })).toHaveLength(1);
});

it('keeps the prekeys of one who is away', async () => {
  const { bob, publish, take } = await annaAndBob();
  await publish();
  await bob.desk.leave();
  expect(await take()).toHaveLength(1);
});

it('keeps none of a device that is removed while it publishes', async () => {
  const { relay, bob, publish, take } = await annaAndBob();
  const phone = relay.connect();
  await logIn(relay.client(phone), bob.account.user, bob.account.password);
  const { prekeys } = relay.ctx.stores;
  const original = prekeys.publish.bind(prekeys);
  prekeys.publish = async (...input) => {
    await phone.ask('devices.revoke', { device: bob.account.device });
    await original(...input);
  };
  await publish();
  expect(await take()).toEqual([]);
});
