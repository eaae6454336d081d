import { expect, it } from 'vitest';
import { logIn, signResume } from '../../support/relay/account';
import { openRelay } from '../../support/relay/fakes/desk';
import { newMessageId, sealedPayload } from '../../support/relay/payload';

async function withPhone() {
  const relay = await openRelay();
  const { account, desk } = await relay.newcomer('anna');
  relay.pass(1_000);
  const phoneDesk = relay.connect();
  const phone = await logIn(relay.client(phoneDesk), account.user, account.password);
  return { relay, account, desk, phone, phoneDesk };
}

it('lists the devices of the account, and which are online', async () => {
  const { relay, account, desk, phone, phoneDesk } = await withPhone();
  const now = relay.ctx.clock();
  const laptop = { device: account.device, created: now - 1_000, seen: now - 1_000, online: true };
  const other = { device: phone.device, created: now, seen: now };
  expect(await desk.ask('devices.list', undefined)).toEqual([laptop, { ...other, online: true }]);
  await phoneDesk.leave();
  expect(await desk.ask('devices.list', undefined)).toEqual([laptop, { ...other, online: false }]);
});

it('removes a device with its socket, mailbox and prekeys; it cannot come back by its key', async () => {
  const { relay, desk, phone, phoneDesk } = await withPhone();
  const { mailboxes, prekeys } = relay.ctx.stores;
  const envelope = {
    id: newMessageId(),
    sender: phone.device,
    at: 1,
    kind: 'message',
    payload: sealedPayload(),
  } as const;
  await mailboxes.append(envelope, [phone.device], { messages: 9, octets: 9_999 });
  const expires = relay.ctx.clock() + 1_000_000;
  await phoneDesk.ask('prekeys.publish', { bundle: Uint8Array.of(1, 2, 3), oneTime: [], expires });

  await desk.ask('devices.revoke', { device: phone.device });
  expect(relay.disconnected).toEqual([phone.device]);
  expect(await mailboxes.read(phone.device, 0, { count: 9, octets: 9_999 })).toEqual([]);
  expect(await prekeys.take(phone.user, relay.ctx.clock())).toEqual([]);
  expect(await desk.ask('devices.list', undefined)).toHaveLength(1);
  const back = relay.connect();
  const signature = signResume(relay.client(back), phone);
  const resumed = back.ask('account.resume', { user: phone.user, deviceKey: phone.key.raw, signature });
  await expect(resumed).rejects.toMatchObject({ code: 'relay/revoked' });
});

it('takes a removed device again with the password', async () => {
  const { relay, account, desk, phone } = await withPhone();
  await desk.ask('devices.revoke', { device: phone.device });
  await logIn(relay.client(relay.connect()), account.user, account.password, phone.key);
  expect(await desk.ask('devices.list', undefined)).toHaveLength(2);
});

it('answers before it closes the socket of a device that removes itself', async () => {
  const { relay, phone, phoneDesk } = await withPhone();
  await phoneDesk.ask('devices.revoke', { device: phone.device });
  expect(relay.disconnected).toEqual([]);
  await expect.poll(() => relay.disconnected).toEqual([phone.device]);
});

it('does not remove the device of somebody else, nor one of nobody', async () => {
  const { relay, desk, phone } = await withPhone();
  const { desk: mallory } = await relay.newcomer('mallory');
  const revoked = mallory.ask('devices.revoke', { device: phone.device });
  await expect(revoked).rejects.toMatchObject({ code: 'relay/not-found' });
  const unknown = mallory.ask('devices.revoke', { device: newMessageId() as never });
  await expect(unknown).rejects.toMatchObject({ code: 'relay/not-found' });
  expect(relay.disconnected).toEqual([]);
  expect(await desk.ask('devices.list', undefined)).toHaveLength(2);
});
