import { expect, it } from 'vitest';
import type { UserId } from '../../../lib/core/wire/ids';
import { logIn } from '../../support/relay/account';
import { type Desk, openRelay } from '../../support/relay/fakes/desk';

/** What the desk heard since it was asked last: `anna online`. */
const heard = (desk: Desk): string[] =>
  desk.frames.splice(0).flatMap((frame) => (frame.kind === 'presence' ? [`${frame.user} ${frame.state}`] : []));

async function annaAndBob() {
  const relay = await openRelay();
  const anna = await relay.newcomer('anna');
  const bob = await relay.newcomer('bob');
  return { relay, anna, bob, a: anna.account.user, b: bob.account.user };
}

it('tells one who watches and is allowed: now, at each change, and at the end', async () => {
  const { relay, anna, bob, a, b } = await annaAndBob();
  await anna.desk.ask('presence.allow', { users: [b] });
  expect(heard(bob.desk)).toEqual([]);
  await bob.desk.ask('presence.watch', { users: [a] });
  expect(heard(bob.desk)).toEqual([`${a} online`]);
  await anna.desk.leave();
  expect(heard(bob.desk)).toEqual([`${a} offline`]);

  const back = relay.connect();
  await logIn(relay.client(back), a, anna.account.password, anna.account.key);
  expect(heard(bob.desk)).toEqual([]);
  await back.ask('presence.allow', { users: [b] });
  expect(heard(bob.desk)).toEqual([`${a} online`]);
});

it('tells nothing to one who watches without being allowed, as of one who is unknown', async () => {
  const { anna, bob, a } = await annaAndBob();
  await bob.desk.ask('presence.watch', { users: [a, 'anna.22222' as UserId] });
  await anna.desk.leave();
  expect(heard(bob.desk)).toEqual([]);
});

it('tells nothing to one who is allowed and does not watch', async () => {
  const { anna, bob, b } = await annaAndBob();
  await anna.desk.ask('presence.allow', { users: [b] });
  await anna.desk.leave();
  expect(heard(bob.desk)).toEqual([]);
});

it('goes offline for one who is not allowed any more, and stays online for the others', async () => {
  const { relay, anna, bob, a, b } = await annaAndBob();
  const carol = await relay.newcomer('carol');
  for (const { desk } of [bob, carol]) await desk.ask('presence.watch', { users: [a] });
  await anna.desk.ask('presence.allow', { users: [b, carol.account.user] });
  expect([heard(bob.desk), heard(carol.desk)]).toEqual([[`${a} online`], [`${a} online`]]);
  await anna.desk.ask('presence.allow', { users: [carol.account.user] });
  expect([heard(bob.desk), heard(carol.desk)]).toEqual([[`${a} offline`], []]);
});

it('is online until the last device leaves', async () => {
  const { relay, anna, bob, a, b } = await annaAndBob();
  const phone = relay.connect();
  await logIn(relay.client(phone), a, anna.account.password);
  await anna.desk.ask('presence.allow', { users: [b] });
  await bob.desk.ask('presence.watch', { users: [a] });
  heard(bob.desk);
  await anna.desk.leave();
  expect(heard(bob.desk)).toEqual([]);
  await phone.leave();
  expect(heard(bob.desk)).toEqual([`${a} offline`]);
});

it('says offline of one who allows it by a list that a store kept, without a device', async () => {
  const { relay, bob, a, b } = await annaAndBob();
  await relay.ctx.stores.presence.allow('dora.22222' as UserId, [b]);
  await bob.desk.ask('presence.watch', { users: ['dora.22222' as UserId, a] });
  expect(heard(bob.desk)).toEqual(['dora.22222 offline']);
});

it('[req 38] makes one wait who asks for presence again and again', async () => {
  const { bob } = await annaAndBob();
  for (let times = 0; times < 60; times++) await bob.desk.ask('presence.watch', { users: [] });
  const more = bob.desk.ask('presence.watch', { users: [] });
  await expect(more).rejects.toMatchObject({ code: 'relay/wait', waitMs: 1_000 });
});
