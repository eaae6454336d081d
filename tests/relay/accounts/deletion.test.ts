import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { type RecordId, toHex } from '../../../lib/core/wire/ids';
import { logIn } from '../../support/relay/account';
import { openRelay } from '../../support/relay/fakes/desk';
import { newMessageId, sealedPayload } from '../../support/relay/payload';

const FULL = { messages: 10, octets: 10_000 };
const newRecord = (): RecordId => toHex(randomBytes(16)) as RecordId;

async function fullAccount() {
  const relay = await openRelay();
  const { account, desk } = await relay.newcomer('anna');
  const { account: bob, desk: bobsDesk } = await relay.newcomer('bob');
  const phone = relay.connect();
  const { device } = await logIn(relay.client(phone), account.user, account.password);
  await desk.ask('presence.allow', { users: [bob.user] });
  await desk.ask('presence.watch', { users: [bob.user] });
  await bobsDesk.ask('presence.watch', { users: [account.user] });
  await desk.ask('session.open', { peer: bob.user });
  const expires = relay.ctx.clock() + 1_000_000;
  for (const each of [desk, phone])
    await each.ask('prekeys.publish', { bundle: Uint8Array.of(1, 2, 3), oneTime: [], expires });
  await desk.ask('archive.put', { id: newRecord(), payload: sealedPayload(100, 'archive') });
  const file = await desk.ask('attachment.create', { octets: 10, keepMs: 10_000 });
  const envelope = { sender: bob.device, at: 1, kind: 'message', payload: sealedPayload() } as const;
  const { mailboxes } = relay.ctx.stores;
  await mailboxes.append({ id: newMessageId(), ...envelope }, [account.device, device], FULL);
  bobsDesk.frames.length = 0;
  return { relay, account, desk, phone, phoneDevice: device, bob, bobsDesk, file: file.attachment };
}

it('deletes everything of the account: devices, mailboxes, prekeys, archive, files, sessions, presence, sockets', async () => {
  const { relay, account, desk, phoneDevice, bob, bobsDesk, file } = await fullAccount();
  const { stores } = relay.ctx;
  await desk.ask('account.delete', undefined);
  await expect.poll(() => relay.disconnected).toEqual([phoneDevice, account.device]);
  await expect.poll(() => bobsDesk.frames).toHaveLength(2);

  expect(await stores.accounts.find(account.user)).toBeUndefined();
  expect(await stores.accounts.knownDevices([account.device, phoneDevice])).toEqual(new Set());
  for (const device of [account.device, phoneDevice]) {
    expect(await stores.mailboxes.read(device, 0, { count: 9, octets: 9_999 })).toEqual([]);
  }
  expect(await stores.prekeys.take(account.user, relay.ctx.clock())).toEqual([]);
  expect(await stores.archive.list(account.user, 0, { count: 9, octets: 9_999 })).toEqual({ records: [], more: false });
  expect(await stores.attachments.find(file)).toBeUndefined();
  expect(await stores.attachments.usage(account.user)).toBe(0);
  expect(await stores.sessions.closeAll(bob.user)).toEqual([]);
  expect(await stores.presence.visible(bob.user)).toEqual([]);
  expect(await stores.directory.present(account.user)).toEqual([]);
  expect(bobsDesk.frames.map((frame) => [frame.kind, 'state' in frame && frame.state])).toEqual([
    ['session', 'ended'],
    ['presence', 'offline'],
  ]);
  const again = logIn(relay.client(relay.connect()), account.user, account.password);
  await expect(again).rejects.toMatchObject({ code: 'relay/login-failed' });
});

it('leaves everybody else as they were', async () => {
  const { relay, desk, bob } = await fullAccount();
  await desk.ask('account.delete', undefined);
  await logIn(relay.client(relay.connect()), bob.user, bob.password);
});

it('also deletes what another device wrote while the account went', async () => {
  const { relay, account, desk, phone } = await fullAccount();
  const { accounts, archive } = relay.ctx.stores;
  const remove = accounts.remove.bind(accounts);
  accounts.remove = async (user) => {
    await phone.ask('archive.put', { id: newRecord(), payload: sealedPayload(100, 'archive') });
    await remove(user);
  };
  await desk.ask('account.delete', undefined);
  expect((await archive.list(account.user, 0, { count: 9, octets: 9_999 })).records).toEqual([]);
});

it('can be asked again where a store went away half way', async () => {
  const { relay, account, desk } = await fullAccount();
  const { attachments, accounts } = relay.ctx.stores;
  const removeAll = attachments.removeAll.bind(attachments);
  attachments.removeAll = () => Promise.reject(new Error('away'));
  await expect(desk.ask('account.delete', undefined)).rejects.toThrow('away');
  attachments.removeAll = removeAll;
  await desk.ask('account.delete', undefined);
  expect(await accounts.find(account.user)).toBeUndefined();
});
