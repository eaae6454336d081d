import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { client as opaque } from '@serenity-kit/opaque';
import { expect, it, onTestFinished } from 'vitest';
import type { UserId } from '../../../lib/core/wire/ids';
import { handlers } from '../../../relay/handlers/all';
import { entered, left } from '../../../relay/handlers/arrivals';
import { createRelay } from '../../../relay/server/relay';
import { comeBack, logIn, newcomer } from '../../support/relay/account';
import { connectRelay, type RelayClient } from '../../support/relay/client';
import { openRelay } from '../../support/relay/fakes/desk';
import { sealedPayload } from '../../support/relay/payload';

const REVOKED = { code: 4006, reason: 'relay/revoked' };

/** The handlers behind the real server on loopback; answers where it listens. */
async function listen(): Promise<string> {
  const { ctx } = await openRelay({ limits: { connectionsPerAddress: 1_000 } });
  const relay = createRelay({ ...ctx, handlers, arrivals: { entered, left } });
  const server = createServer();
  relay.attach(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await relay.close();
    server.close();
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('answers the one who deletes the account, then closes all its sockets', async () => {
  const url = await listen();
  const { relay, account } = await newcomer(url, 'anna');
  const phone = await connectRelay(url);
  await logIn(phone, account.user, account.password);
  await relay.ask('account.delete', undefined);
  expect(await relay.closed).toEqual(REVOKED);
  expect(await phone.closed).toEqual(REVOKED);
  await expect(comeBack(url, account)).rejects.toThrow('relay/revoked');
});

it('closes the socket of a device that is removed, and of one that removes itself behind the answer', async () => {
  const url = await listen();
  const { relay, account } = await newcomer(url, 'anna');
  const phone = await connectRelay(url);
  const { device } = await logIn(phone, account.user, account.password);
  await relay.ask('devices.revoke', { device });
  expect(await phone.closed).toEqual(REVOKED);
  await relay.ask('devices.revoke', { device: account.device });
  expect(await relay.closed).toEqual(REVOKED);
});

it('tells presence and the end of a session to one peer when the socket of the other is gone', async () => {
  const url = await listen();
  const anna = await newcomer(url, 'anna');
  const bob = await newcomer(url, 'bob');
  await anna.relay.ask('presence.allow', { users: [bob.account.user] });
  await bob.relay.ask('presence.watch', { users: [anna.account.user] });
  expect(await bob.relay.next('presence')).toMatchObject({ user: anna.account.user, state: 'online' });
  const { session } = await anna.relay.ask('session.open', { peer: bob.account.user });
  expect(await bob.relay.next('session')).toMatchObject({ session, state: 'started' });
  anna.relay.socket.terminate();
  expect(await bob.relay.next('session')).toMatchObject({ session, peer: anna.account.user, state: 'ended' });
  expect(await bob.relay.next('presence')).toMatchObject({ user: anna.account.user, state: 'offline' });
  const back = await comeBack(url, anna.account);
  await back.ask('presence.allow', { users: [bob.account.user] });
  expect(await bob.relay.next('presence')).toMatchObject({ user: anna.account.user, state: 'online' });
});

it('[req 38] carries frames to and fro between two while hundreds log in', async () => {
  const url = await listen();
  const anna = await newcomer(url, 'anna');
  const bob = await newcomer(url, 'bob');
  const sockets = await Promise.all(Array.from({ length: 300 }, () => connectRelay(url)));
  const { startLoginRequest } = opaque.startLogin({ password: 'guess' });
  const message = Buffer.from(startLoginRequest, 'base64url');
  let waiting = sockets.length;
  const logins = sockets.map(async (relay, at) => {
    await relay.ask('account.login.start', { user: `user${at}.aaaaa` as UserId, message });
    waiting--;
  });
  const signal = async (from: RelayClient, to: typeof bob) => {
    from.send({ kind: 'signal', to: [to.account.device], payload: sealedPayload(100, 'signal') });
    await to.relay.next('signal');
  };
  let trips = 0;
  for (; waiting > 0; trips++) {
    await signal(anna.relay, bob);
    await signal(bob.relay, anna);
  }
  await Promise.all(logins);
  // One login takes about a millisecond: they are turns between which each hop of a frame goes on. Without turns: 2.
  expect(trips).toBeGreaterThan(30);
});
