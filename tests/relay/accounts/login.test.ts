import { expect, it } from 'vitest';
import type { UserId } from '../../../lib/core/wire/ids';
import { logIn, makeDeviceKey } from '../../support/relay/account';
import { type Desks, openRelay } from '../../support/relay/fakes/desk';

const enter = (relay: Desks, user: UserId, password: string, address?: string, key = makeDeviceKey()) =>
  logIn(relay.client(relay.connect(address)), user, password, key);
const waitOf = (tried: Promise<unknown>): Promise<number> =>
  tried.then(
    () => 0,
    (error: { code: string; waitMs?: number }) => (error.code === 'relay/wait' ? (error.waitMs ?? -1) : 0),
  );

it('refuses a wrong password', async () => {
  const relay = await openRelay();
  const { account } = await relay.newcomer('anna');
  const desk = relay.connect();
  const tried = logIn(relay.client(desk), account.user, 'wrong');
  await expect(tried).rejects.toMatchObject({ code: 'relay/login-failed' });
  expect(desk.caller.login).toBeUndefined();
  expect(relay.counts.get('login_failures_total')).toBe(1);
});

it('[req 38] pauses longer and longer after wrong passwords, also for the right one', async () => {
  const relay = await openRelay();
  const { account } = await relay.newcomer('anna');
  const pauses: number[] = [];
  for (let tries = 0; pauses.length < 5 && tries < 50; tries++) {
    const wait = await waitOf(enter(relay, account.user, 'wrong'));
    if (wait === 0) continue;
    expect(await waitOf(enter(relay, account.user, account.password))).toBeGreaterThan(0);
    pauses.push(wait);
    relay.pass(wait);
  }
  expect(pauses).toHaveLength(5);
  expect(pauses[0]).toBe(2_000);
  for (let at = 1; at < pauses.length; at++) expect(pauses[at]).toBeGreaterThanOrEqual((pauses[at - 1] ?? 0) * 2);
});

it('begins the pauses anew once the right password came', async () => {
  const relay = await openRelay();
  const { account } = await relay.newcomer('anna');
  for (let tries = 0; tries < 4; tries++) await waitOf(enter(relay, account.user, 'wrong'));
  await enter(relay, account.user, account.password);
  for (let tries = 0; tries < 5; tries++) expect(await waitOf(enter(relay, account.user, 'wrong'))).toBe(0);
});

it('[req 38] makes an address wait that tries one account after the other, and no other address', async () => {
  const relay = await openRelay({ limits: { connectionsPerAddress: 20 } });
  const { account } = await relay.newcomer('anna');
  for (let tries = 0; tries < 20; tries++) {
    expect(await waitOf(enter(relay, `user${tries}.aaaaa` as UserId, 'guess', '203.0.113.9'))).toBe(0);
  }
  expect(await waitOf(enter(relay, account.user, account.password, '203.0.113.9'))).toBeGreaterThan(0);
  await enter(relay, account.user, account.password);
});

it('lets a device of the account in again, and adds no more devices than an account may have', async () => {
  const relay = await openRelay({ limits: { devices: 2 } });
  const { account } = await relay.newcomer('anna');
  const phone = await enter(relay, account.user, account.password);
  const third = enter(relay, account.user, account.password);
  await expect(third).rejects.toMatchObject({ code: 'relay/too-many-devices' });
  const again = await enter(relay, account.user, account.password, undefined, phone.key);
  expect(again.device).toBe(phone.device);
});

it('refuses the device of somebody else: what is sent to it is not for this account', async () => {
  const relay = await openRelay();
  const { account: anna } = await relay.newcomer('anna');
  const { account: mallory } = await relay.newcomer('mallory');
  const stolen = enter(relay, mallory.user, mallory.password, undefined, anna.key);
  await expect(stolen).rejects.toMatchObject({ code: 'relay/login-failed' });
  expect((await relay.ctx.stores.accounts.find(mallory.user))?.devices).toHaveLength(1);
});

it('refuses the answer of one login in another, and a second finish', async () => {
  const relay = await openRelay();
  const { account } = await relay.newcomer('anna');
  const desk = relay.connect();
  let finish: Parameters<typeof desk.ask<'account.login.finish'>>[1] | undefined;
  const { ask } = desk;
  desk.ask = ((name: never, input: never) => {
    if (name === 'account.login.finish') finish = input;
    return ask(name, input);
  }) as typeof ask;
  await logIn(relay.client(desk), account.user, account.password);
  if (finish === undefined) throw new Error('never finished');
  await expect(ask('account.login.finish', finish)).rejects.toMatchObject({ code: 'wire/malformed' });

  const other = relay.connect();
  const replayed = other.ask;
  const replay = finish;
  other.ask = ((name: never, input: never) =>
    name === 'account.login.finish' ? replayed('account.login.finish', replay) : replayed(name, input)) as typeof ask;
  const tried = logIn(relay.client(other), account.user, account.password);
  await expect(tried).rejects.toMatchObject({ code: 'relay/login-failed' });
});

it('keeps a socket with the device and the user that it began with', async () => {
  const relay = await openRelay();
  const { desk, account } = await relay.newcomer('anna');
  const { account: bob } = await relay.newcomer('bob');
  const asBob = logIn(relay.client(desk), bob.user, bob.password);
  await expect(asBob).rejects.toMatchObject({ code: 'wire/malformed' });
  const asPhone = logIn(relay.client(desk), account.user, account.password);
  await expect(asPhone).rejects.toMatchObject({ code: 'wire/malformed' });
  expect(desk.caller.login).toMatchObject({ user: account.user, device: account.device });
});
