import { client as opaque } from '@serenity-kit/opaque';
import { expect, it } from 'vitest';
import { type Account, logIn, signResume } from '../../support/relay/account';
import { type Desk, openRelay } from '../../support/relay/fakes/desk';

const FIVE_MINUTES = 5 * 60_000;
const octets = (message: string): Uint8Array => Buffer.from(message, 'base64url');

async function changePassword(desk: Desk, password: string): Promise<void> {
  const { clientRegistrationState, registrationRequest } = opaque.startRegistration({ password });
  const { message } = await desk.ask('account.password.start', { message: octets(registrationRequest) });
  const { registrationRecord } = opaque.finishRegistration({
    password,
    clientRegistrationState,
    registrationResponse: Buffer.from(message).toString('base64url'),
    keyStretching: { 'argon2id-custom': { iterations: 1, memory: 8, parallelism: 1 } },
  });
  await desk.ask('account.password.finish', { record: octets(registrationRecord) });
}

const enter = (relay: Awaited<ReturnType<typeof openRelay>>, { user }: Account, password: string) =>
  logIn(relay.client(relay.connect()), user, password);

it('changes the password: the new one logs in, the old one does not', async () => {
  const relay = await openRelay();
  const { account, desk } = await relay.newcomer('anna');
  await changePassword(desk, 'another battery');
  await enter(relay, account, 'another battery');
  await expect(enter(relay, account, account.password)).rejects.toMatchObject({ code: 'relay/login-failed' });
});

it('wants the password again after five minutes, and takes it on the same socket', async () => {
  const relay = await openRelay();
  const { account, desk } = await relay.newcomer('anna');
  relay.pass(FIVE_MINUTES);
  await expect(changePassword(desk, 'another battery')).rejects.toMatchObject({ code: 'relay/login-stale' });
  await logIn(relay.client(desk), account.user, account.password, account.key);
  await changePassword(desk, 'another battery');
  await enter(relay, account, 'another battery');
});

it('wants the password of a device that came back by its key', async () => {
  const relay = await openRelay();
  const { account } = await relay.newcomer('anna');
  const desk = relay.connect();
  const signature = signResume(relay.client(desk), account);
  await desk.ask('account.resume', { user: account.user, deviceKey: account.key.raw, signature });
  await expect(changePassword(desk, 'another battery')).rejects.toMatchObject({ code: 'relay/login-stale' });
});

it('looks again at the end: a change that was begun in time is not finished too late', async () => {
  const relay = await openRelay();
  const { account, desk } = await relay.newcomer('anna');
  const { ask } = desk;
  desk.ask = ((name: never, input: never) => {
    if (name === 'account.password.finish') relay.pass(FIVE_MINUTES);
    return ask(name, input);
  }) as typeof ask;
  await expect(changePassword(desk, 'another battery')).rejects.toMatchObject({ code: 'relay/login-stale' });
  await enter(relay, account, account.password);
});

it('keeps the old password where the new record is none', async () => {
  const relay = await openRelay();
  const { account, desk } = await relay.newcomer('anna');
  const { registrationRequest } = opaque.startRegistration({ password: 'x' });
  await desk.ask('account.password.start', { message: octets(registrationRequest) });
  const finished = desk.ask('account.password.finish', { record: new Uint8Array(192) });
  await expect(finished).rejects.toMatchObject({ code: 'wire/malformed' });
  await enter(relay, account, account.password);
});
