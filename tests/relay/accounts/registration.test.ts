import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { invitationHash } from '../../../relay/accounts/invitations';
import { logIn, makeDeviceKey, register } from '../../support/relay/account';
import { type Desks, openRelay } from '../../support/relay/fakes/desk';

const HOUR = 3_600_000;
const join = (relay: Desks, name: string, invitation?: string) =>
  register(relay.client(relay.connect()), name, 'correct horse battery', invitation);

it('makes an account whose password logs in from another device', async () => {
  const relay = await openRelay();
  const { account, desk } = await relay.newcomer('anna');
  expect(account.user).toMatch(/^anna\.[a-z2-7]{5}$/);
  expect(desk.caller.login).toMatchObject({ user: account.user, device: account.device });
  const phone = await logIn(relay.client(relay.connect()), account.user, account.password);
  expect(phone.device).not.toBe(account.device);
  expect(await desk.ask('devices.list', undefined)).toHaveLength(2);
});

it('gives two people of one name an account each, and tells neither of the other', async () => {
  const relay = await openRelay();
  const [one, other] = [await join(relay, 'anna'), await join(relay, 'anna')];
  expect(one.user).not.toBe(other.user);
});

it('draws again where the whole of it is taken', async () => {
  const relay = await openRelay();
  const { accounts } = relay.ctx.stores;
  const asked: string[] = [];
  const find = accounts.find.bind(accounts);
  accounts.find = async (user) => {
    asked.push(user);
    return asked.length === 1 ? { user, record: new Uint8Array(), devices: [] } : find(user);
  };
  const { user } = await join(relay, 'anna');
  expect(asked).toHaveLength(2);
  expect(user).toBe(asked[1]);
});

it('[req 35] keeps a user, a record and device ids, and no key of a device', async () => {
  const relay = await openRelay();
  const { account } = await relay.newcomer('anna');
  const kept = await relay.ctx.stores.accounts.find(account.user);
  const now = relay.ctx.clock();
  const devices = [{ device: account.device, created: now, seen: now }];
  expect(kept).toEqual({ user: account.user, record: kept?.record, devices });
  expect(kept?.record).toHaveLength(192);
  expect(account.device).toBe(createHash('sha256').update(account.key.raw).digest('hex').slice(0, 32));
});

it('takes nobody where registration is closed', async () => {
  const relay = await openRelay({ config: { registration: 'closed' } });
  await expect(join(relay, 'anna', 'any')).rejects.toMatchObject({ code: 'relay/registration-closed' });
});

it('takes an invitation once, before it expires, and none that was never given', async () => {
  const relay = await openRelay({ config: { registration: 'invitation' } });
  const { accounts } = relay.ctx.stores;
  await accounts.invite(invitationHash('for anna'), relay.ctx.clock() + HOUR);
  await accounts.invite(invitationHash('for bob'), relay.ctx.clock() + HOUR);
  await expect(join(relay, 'anna')).rejects.toMatchObject({ code: 'relay/invitation' });
  await expect(join(relay, 'anna', 'made up')).rejects.toMatchObject({ code: 'relay/invitation' });
  await join(relay, 'anna', 'for anna');
  await expect(join(relay, 'anna', 'for anna')).rejects.toMatchObject({ code: 'relay/invitation' });
  relay.pass(HOUR);
  await expect(join(relay, 'bob', 'for bob')).rejects.toMatchObject({ code: 'relay/invitation' });
});

it('does not use up the invitation for a record that nobody could log in with', async () => {
  const relay = await openRelay({ config: { registration: 'invitation' } });
  await relay.ctx.stores.accounts.invite(invitationHash('for anna'), relay.ctx.clock() + HOUR);
  const desk = relay.connect();
  const { ask } = desk;
  desk.ask = ((name: never, input: never) =>
    name === 'account.register.finish'
      ? ask('account.register.finish', { record: new Uint8Array(192), deviceKey: makeDeviceKey().raw })
      : ask(name, input)) as typeof ask;
  const broken = register(relay.client(desk), 'anna', 'correct horse battery', 'for anna');
  await expect(broken).rejects.toMatchObject({ code: 'wire/malformed' });
  await join(relay, 'anna', 'for anna');
});

it('lets the first of two take the same invitation at the same moment', async () => {
  const relay = await openRelay({ config: { registration: 'invitation' } });
  await relay.ctx.stores.accounts.invite(invitationHash('one'), relay.ctx.clock() + HOUR);
  const tried = await Promise.allSettled(['anna', 'bob', 'carol'].map((name) => join(relay, name, 'one')));
  expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

it('[req 38] makes an address wait that registers one after the other, and no other address', async () => {
  const relay = await openRelay({ limits: { connectionsPerAddress: 30 } });
  for (const name of ['a', 'b', 'c']) await join(relay, name);
  await expect(join(relay, 'd')).rejects.toMatchObject({ code: 'relay/wait', waitMs: 60_000 });
  await register(relay.client(relay.connect('203.0.113.9')), 'e');
});

it('refuses what comes out of order: a finish without a start, a second finish, a second account on one socket', async () => {
  const relay = await openRelay();
  const desk = relay.connect();
  const finish = () =>
    desk.ask('account.register.finish', { record: new Uint8Array(192), deviceKey: makeDeviceKey().raw });
  await expect(finish()).rejects.toMatchObject({ code: 'wire/malformed' });
  await register(relay.client(desk), 'anna');
  await expect(finish()).rejects.toMatchObject({ code: 'wire/malformed' });
  await expect(register(relay.client(desk), 'bob')).rejects.toMatchObject({ code: 'wire/malformed' });
});
