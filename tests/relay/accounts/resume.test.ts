import { expect, it } from 'vitest';
import type { UserId } from '../../../lib/core/wire/ids';
import { type Account, logIn, makeDeviceKey, signResume } from '../../support/relay/account';
import { type Desk, type Desks, openRelay } from '../../support/relay/fakes/desk';

const HOUR = 3_600_000;

const comeBack = (relay: Desks, account: Account, desk = relay.connect(), host?: string) =>
  desk.ask('account.resume', {
    user: account.user,
    deviceKey: account.key.raw,
    signature: signResume(relay.client(desk), account, host),
  });

const refusal = (tried: Promise<unknown>) => expect(tried).rejects;

it('lets a device come back by its key, without the password and without its rights', async () => {
  const relay = await openRelay();
  const { account, desk } = await relay.newcomer('anna');
  await desk.leave();
  const back = relay.connect();
  expect(await comeBack(relay, account, back)).toEqual({ device: account.device });
  expect(back.caller.login).toEqual({ user: account.user, device: account.device, passwordAt: 0 });
  await refusal(back.ask('account.delete', undefined)).toMatchObject({ code: 'relay/login-stale' });
});

it('[req 36] takes a challenge once: neither a replayed signature nor a second try on the socket', async () => {
  const relay = await openRelay();
  const { account } = await relay.newcomer('anna');
  const first = relay.connect();
  const signature = signResume(relay.client(first), account);
  const input = { user: account.user, deviceKey: account.key.raw, signature };
  const wrong = { ...input, signature: new Uint8Array(64) };
  await refusal(first.ask('account.resume', wrong)).toMatchObject({ code: 'relay/login-failed' });
  await refusal(first.ask('account.resume', input)).toMatchObject({ code: 'relay/login-failed' });
  await refusal(relay.connect().ask('account.resume', input)).toMatchObject({ code: 'relay/login-failed' });
});

it('takes one of two tries with the same challenge at the same moment', async () => {
  const relay = await openRelay();
  const { account } = await relay.newcomer('anna');
  const desk = relay.connect();
  const tried = await Promise.allSettled([comeBack(relay, account, desk), comeBack(relay, account, desk)]);
  expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

it('[req 36] refuses a signature for another relay, another user, or another key', async () => {
  const relay = await openRelay();
  const { account } = await relay.newcomer('anna');
  const { account: bob } = await relay.newcomer('bob');
  const desk = (): Desk => relay.connect();
  await refusal(comeBack(relay, account, desk(), 'mirror.example:443')).toMatchObject({ code: 'relay/login-failed' });
  const forBob = desk();
  const signature = signResume(relay.client(forBob), account);
  const asBob = forBob.ask('account.resume', { user: bob.user, deviceKey: account.key.raw, signature });
  await refusal(asBob).toMatchObject({ code: 'relay/login-failed' });
  const byOther = desk();
  const otherSignature = signResume(relay.client(byOther), bob);
  const withOther = byOther.ask('account.resume', {
    user: account.user,
    deviceKey: account.key.raw,
    signature: otherSignature,
  });
  await refusal(withOther).toMatchObject({ code: 'relay/login-failed' });
});

it('answers a device of nobody, of somebody else, and a removed one alike', async () => {
  const relay = await openRelay();
  const { account, desk } = await relay.newcomer('anna');
  const phone = await logIn(relay.client(relay.connect()), account.user, account.password);
  await desk.ask('devices.revoke', { device: phone.device });
  const stranger = { ...account, key: makeDeviceKey() };
  const nobody = { ...stranger, user: 'anna.22222' as UserId };
  for (const each of [phone, stranger, nobody]) {
    await refusal(comeBack(relay, each)).toMatchObject({ code: 'relay/revoked' });
  }
});

it('does not add a device again that is removed while it comes back', async () => {
  const relay = await openRelay();
  const { account, desk } = await relay.newcomer('anna');
  const phone = await logIn(relay.client(relay.connect()), account.user, account.password);
  relay.pass(2 * HOUR);
  const { accounts } = relay.ctx.stores;
  const find = accounts.find.bind(accounts);
  accounts.find = async (user) => {
    const found = await find(user);
    accounts.find = find;
    await desk.ask('devices.revoke', { device: phone.device });
    return found;
  };
  await refusal(comeBack(relay, phone)).toMatchObject({ code: 'relay/revoked' });
  expect((await find(account.user))?.devices).toHaveLength(1);
});

it('closes the socket of a device that is removed between its login and its place in the directory', async () => {
  const relay = await openRelay();
  const { account, desk } = await relay.newcomer('anna');
  const phone = await logIn(relay.client(relay.connect()), account.user, account.password);
  const { directory } = relay.ctx.stores;
  const enter = directory.enter.bind(directory);
  directory.enter = async (device, user) => {
    directory.enter = enter;
    await desk.ask('devices.revoke', { device: phone.device });
    relay.disconnected.length = 0;
    await enter(device, user);
  };
  await comeBack(relay, phone);
  expect(relay.disconnected).toEqual([phone.device]);
});

it('notes once an hour that a device was seen', async () => {
  const relay = await openRelay();
  const { account, desk } = await relay.newcomer('anna');
  const seen = async () => (await desk.ask('devices.list', undefined))[0]?.seen;
  const began = relay.ctx.clock();
  relay.pass(HOUR - 1);
  await comeBack(relay, account);
  expect(await seen()).toBe(began);
  relay.pass(1);
  await comeBack(relay, account);
  expect(await seen()).toBe(began + HOUR);
});
