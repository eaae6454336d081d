import { expect, it } from 'vitest';
import type { SessionId, UserId } from '../../../lib/core/wire/ids';
import { endExpiredSessions } from '../../../relay/handlers/sessions';
import { logIn } from '../../support/relay/account';
import { type Desk, openRelay } from '../../support/relay/fakes/desk';

const told = (desk: Desk) => desk.frames.splice(0).filter((frame) => frame.kind === 'session');

async function annaAndBob() {
  const relay = await openRelay();
  const anna = await relay.newcomer('anna');
  const bob = await relay.newcomer('bob');
  const open = async () => (await anna.desk.ask('session.open', { peer: bob.account.user })).session;
  return { relay, anna, bob, a: anna.account.user, b: bob.account.user, open };
}

it('tells both that a session started, and both that it ended when one closes it', async () => {
  const { relay, anna, bob, a, b, open } = await annaAndBob();
  const at = relay.ctx.clock();
  const session = await open();
  const started = { kind: 'session', session, state: 'started', at };
  expect(told(anna.desk)).toEqual([{ ...started, peer: b }]);
  expect(told(bob.desk)).toEqual([{ ...started, peer: a }]);

  relay.pass(5_000);
  await bob.desk.ask('session.close', { session });
  const ended = { kind: 'session', session, state: 'ended', at: at + 5_000 };
  expect(told(anna.desk)).toEqual([{ ...ended, peer: b }]);
  expect(told(bob.desk)).toEqual([{ ...ended, peer: a }]);
  const again = anna.desk.ask('session.close', { session });
  await expect(again).rejects.toMatchObject({ code: 'relay/not-found' });
});

it('does not close the session of others, and says of it what it says of none', async () => {
  const { relay, anna, bob, open } = await annaAndBob();
  const session = await open();
  told(bob.desk);
  const { desk: mallory } = await relay.newcomer('mallory');
  for (const id of [session, new Uint8Array(16).fill(0xab) as Uint8Array as SessionId]) {
    const closed = mallory.ask('session.close', { session: id });
    await expect(closed).rejects.toMatchObject({ code: 'relay/not-found' });
  }
  expect(told(bob.desk)).toEqual([]);
  await anna.desk.ask('session.close', { session });
});

it('ends the sessions of one whose last device left', async () => {
  const { relay, anna, bob, a, open } = await annaAndBob();
  const phone = relay.connect();
  await logIn(relay.client(phone), a, anna.account.password);
  const session = await open();
  told(bob.desk);
  await anna.desk.leave();
  expect(told(bob.desk)).toEqual([]);
  await phone.leave();
  expect(told(bob.desk)).toMatchObject([{ session, peer: a, state: 'ended' }]);
  expect(await relay.ctx.stores.sessions.closeAll(bob.account.user)).toEqual([]);
});

it('ends a session that nobody closed', async () => {
  const { relay, anna, bob, open } = await annaAndBob();
  const session = await open();
  for (const { desk } of [anna, bob]) told(desk);
  relay.pass(relay.ctx.config.limits.sessionMs - 1);
  await endExpiredSessions(relay.ctx);
  expect(told(bob.desk)).toEqual([]);
  relay.pass(1);
  await endExpiredSessions(relay.ctx);
  for (const { desk } of [anna, bob]) expect(told(desk)).toMatchObject([{ session, state: 'ended' }]);
});

it('answers alike for a peer who is away and one who is unknown', async () => {
  const { relay, anna, bob } = await annaAndBob();
  await bob.desk.leave();
  for (const peer of [bob.account.user, 'bob.22222' as UserId]) {
    expect((await anna.desk.ask('session.open', { peer })).session).toHaveLength(16);
    expect(told(anna.desk)).toMatchObject([{ peer, state: 'started' }]);
  }
  expect(relay.disconnected).toEqual([]);
});

it('opens none with oneself, and makes one wait who opens too many', async () => {
  const { anna, a, open } = await annaAndBob();
  await expect(anna.desk.ask('session.open', { peer: a })).rejects.toMatchObject({ code: 'wire/malformed' });
  for (let times = 0; times < 120; times++) await open();
  await expect(open()).rejects.toMatchObject({ code: 'relay/wait' });
});
