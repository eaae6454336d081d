import { expect, it } from 'vitest';
import type { DeviceId, GroupId } from '../../../lib/core/wire/ids';
import { openRelay } from '../../support/relay/fakes/desk';
import { newMessageId, sealedPayload } from '../../support/relay/payload';

const group = '0a'.repeat(16) as GroupId;

async function members() {
  const relay = await openRelay({ limits: { recipients: 3 } });
  const anna = await relay.newcomer('anna');
  const bob = await relay.newcomer('bob');
  const to = [anna.account.device, bob.account.device];
  const input = (epoch: number) => ({ group, epoch, id: newMessageId(), to, payload: sealedPayload(300, 'group') });
  return { relay, anna, bob, to, input };
}

it('gives the first commit of an epoch to all, and the second to none', async () => {
  const { relay, anna, bob, to, input } = await members();
  const first = input(7);
  expect(await anna.desk.ask('group.commit', first)).toEqual({ accepted: true, epoch: 8 });
  expect(await bob.desk.ask('group.commit', input(7))).toEqual({ accepted: false, epoch: 8 });
  expect(relay.sent).toHaveLength(1);
  const { id, payload } = first;
  const envelope = { id, sender: anna.account.device, at: relay.ctx.clock(), kind: 'message', payload };
  expect(relay.sent[0]).toEqual({ envelope, to });
  expect(await bob.desk.ask('group.commit', input(8))).toEqual({ accepted: true, epoch: 9 });
});

it('[req 36] accepts one of many commits at the same moment', async () => {
  const { relay, anna, bob, input } = await members();
  const asked = [anna, bob, anna, bob, anna].map(({ desk }) => desk.ask('group.commit', input(3)));
  const accepted = (await Promise.all(asked)).filter((each) => each.accepted);
  expect(accepted).toEqual([{ accepted: true, epoch: 4 }]);
  expect(relay.sent).toHaveLength(1);
});

it('[req 35] refuses what is not sealed, a private key, what is too large, too many devices; the epoch stays', async () => {
  const { relay, anna, input } = await members();
  const refused = [
    [{ payload: Buffer.from('hello Bob, how are you today?') }, 'relay/unsealed'],
    [{ payload: Buffer.from('-----BEGIN PRIVATE KEY-----') }, 'relay/private-key'],
    [{ payload: sealedPayload(relay.ctx.config.limits.payloadOctets + 1, 'group') }, 'relay/too-large'],
    [{ to: Array.from({ length: 4 }, () => newMessageId() as string as DeviceId) }, 'relay/too-large'],
  ] as const;
  for (const [changed, code] of refused) {
    const asked = anna.desk.ask('group.commit', { ...input(1), ...changed });
    await expect(asked).rejects.toMatchObject({ code });
  }
  expect(relay.sent).toEqual([]);
  expect(await anna.desk.ask('group.commit', input(1))).toEqual({ accepted: true, epoch: 2 });
});

it('accepts the commit that won again when it is asked for again, also after others, and no other one', async () => {
  const { relay, anna, bob, input } = await members();
  const first = input(7);
  await anna.desk.ask('group.commit', first);
  expect(await anna.desk.ask('group.commit', first)).toEqual({ accepted: true, epoch: 8 });
  await bob.desk.ask('group.commit', input(8));
  expect(await anna.desk.ask('group.commit', first)).toEqual({ accepted: true, epoch: 9 });
  expect(await bob.desk.ask('group.commit', input(7))).toEqual({ accepted: false, epoch: 9 });
  expect(relay.sent.map(({ envelope }) => envelope.id).filter((id) => id === first.id)).toHaveLength(3);
});

it('[req 37] gives an epoch to one commit that gets to all, at whatever step the relay dies', async () => {
  for (const dies of ['before the winner is written', 'before it is sent'] as const) {
    const { relay, anna, bob, input } = await members();
    const { epochs } = relay.ctx.stores;
    const advance = epochs.advance.bind(epochs);
    const { send } = relay.ctx.delivery;
    const dead = () => Promise.reject(new Error('dead'));
    if (dies === 'before it is sent') relay.ctx.delivery.send = dead;
    epochs.advance = (at, ...rest) => (at === group || dies === 'before it is sent' ? advance(at, ...rest) : dead());
    const first = input(7);
    await expect(anna.desk.ask('group.commit', first)).rejects.toThrow('dead');
    epochs.advance = advance;
    relay.ctx.delivery.send = send;

    const other = input(7);
    const [bobs, annas] = [await bob.desk.ask('group.commit', other), await anna.desk.ask('group.commit', first)];
    expect([bobs.accepted, annas.accepted]).toEqual(dies === 'before it is sent' ? [false, true] : [true, false]);
    expect(relay.sent.map(({ envelope }) => envelope.id)).toEqual([bobs.accepted ? other.id : first.id]);
    expect(bobs.epoch).toBe(8);
  }
});

it('does not give away an epoch before the group is there', async () => {
  const { anna, bob, input } = await members();
  await anna.desk.ask('group.commit', input(7));
  expect(await bob.desk.ask('group.commit', input(9))).toEqual({ accepted: false, epoch: 8 });
  await anna.desk.ask('group.commit', input(8));
  expect(await anna.desk.ask('group.commit', input(9))).toEqual({ accepted: true, epoch: 10 });
  const endless = anna.desk.ask('group.commit', input(Number.MAX_SAFE_INTEGER));
  await expect(endless).rejects.toMatchObject({ code: 'wire/malformed' });
});
