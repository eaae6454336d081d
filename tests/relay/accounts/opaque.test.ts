import { randomBytes } from 'node:crypto';
import { client, ready } from '@serenity-kit/opaque';
import { beforeAll, expect, it } from 'vitest';
import type { UserId } from '../../../lib/core/wire/ids';
import { createOpaqueServer, newOpaqueSetup, type OpaqueServer } from '../../../relay/accounts/opaque';

const ANNA = 'anna.k7m2q' as UserId;
const keyStretching = { 'argon2id-custom': { iterations: 1, memory: 8, parallelism: 1 } } as const;
const octets = (text: string): Uint8Array => Buffer.from(text, 'base64url');
const base64url = (message: Uint8Array): string => Buffer.from(message).toString('base64url');

let server: OpaqueServer;
let record: Uint8Array;
beforeAll(async () => {
  await ready;
  server = await createOpaqueServer(await newOpaqueSetup());
  record = await recordFor('battery');
});

async function recordFor(password: string): Promise<Uint8Array> {
  const { clientRegistrationState, registrationRequest } = client.startRegistration({ password });
  const registrationResponse = base64url(await server.answerRegistration(ANNA, octets(registrationRequest)));
  const registration = { password, clientRegistrationState, registrationResponse, keyStretching };
  return octets(client.finishRegistration(registration).registrationRecord);
}

/** The client's last message, where it could make one, and what the server keeps. */
async function attempt(password: string, known: Uint8Array | undefined, user = ANNA) {
  const { clientLoginState, startLoginRequest } = client.startLogin({ password });
  const { state, message } = await server.answerLogin(user, known, octets(startLoginRequest));
  const loginResponse = base64url(message);
  return { state, last: client.finishLogin({ password, clientLoginState, loginResponse, keyStretching }) };
}

it('lets in who knows the password, and gives the other no message to finish with', async () => {
  const { state, last } = await attempt('battery', record);
  expect(server.finishLogin(state, octets(last?.finishLoginRequest ?? ''))).toBe(true);
  expect((await attempt('wrong', record)).last).toBeUndefined();
  expect((await attempt('battery', undefined)).last).toBeUndefined();
});

it('takes no last message but that of this login', async () => {
  const one = await attempt('battery', record);
  const other = await attempt('battery', record);
  const last = octets(one.last?.finishLoginRequest ?? '');
  expect(server.finishLogin(other.state, last)).toBe(false);
  for (const wrong of [new Uint8Array(64), randomBytes(64), new Uint8Array(), last.subarray(1), randomBytes(1_024)]) {
    expect(server.finishLogin(one.state, wrong)).toBe(false);
  }
  expect(server.finishLogin('', last)).toBe(false);
});

it('binds a record to its user id and to the setup of its relay', async () => {
  expect((await attempt('battery', record, 'bob.k7m2q' as UserId)).last).toBeUndefined();
  const elsewhere = await createOpaqueServer(await newOpaqueSetup());
  const { clientLoginState, startLoginRequest } = client.startLogin({ password: 'battery' });
  const { message } = await elsewhere.answerLogin(ANNA, record, octets(startLoginRequest));
  const login = { password: 'battery', clientLoginState, loginResponse: base64url(message), keyStretching };
  expect(client.finishLogin(login)).toBeUndefined();
});

it('knows a record with which nobody could log in, and messages that are none', async () => {
  await server.checkRecord(record);
  // Zeros are the identity of ristretto255, ones are no element of it: RFC 9496, 4.3.1; 20 octets are cut.
  const wrong = [new Uint8Array(192), new Uint8Array(192).fill(255), record.subarray(0, 20), new Uint8Array()];
  for (const each of wrong) {
    await expect(server.checkRecord(each)).rejects.toMatchObject({ code: 'wire/malformed' });
    await expect(server.answerRegistration(ANNA, each)).rejects.toMatchObject({ code: 'wire/malformed' });
    await expect(server.answerLogin(ANNA, record, each)).rejects.toMatchObject({ code: 'wire/malformed' });
    await expect(server.answerLogin(ANNA, undefined, each)).rejects.toMatchObject({ code: 'wire/malformed' });
  }
});

it('lets the event loop turn between any two of many logins', async () => {
  const message = octets(client.startLogin({ password: 'battery' }).startLoginRequest);
  const logins = Array.from({ length: 200 }, (_, at) => server.answerLogin(ANNA, at % 2 ? record : undefined, message));
  let over = false;
  const all = Promise.all(logins).then(() => {
    over = true;
  });
  let rounds = 0;
  while (!over) {
    await new Promise((resolve) => setImmediate(resolve));
    rounds++;
  }
  await all;
  expect(rounds).toBeGreaterThanOrEqual(200);
});
