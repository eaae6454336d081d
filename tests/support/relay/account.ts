import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { client as opaque, ready } from '@serenity-kit/opaque';
import type { DeviceId, UserId } from '../../../lib/core/wire/ids';
import { resumeStatement } from '../../../lib/core/wire/resume';
import { connectRelay, type RelayClient } from './client';

/** Ed25519: the raw public key of 32 octets, and the private key. */
export type DeviceKey = { readonly raw: Uint8Array; readonly secret: KeyObject };
export type Account = {
  readonly user: UserId;
  readonly password: string;
  readonly device: DeviceId;
  readonly key: DeviceKey;
};

export function makeDeviceKey(): DeviceKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  // SubjectPublicKeyInfo of Ed25519 ends with the 32 octets of the key: RFC 8410, section 4.
  return { raw: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32), secret: privateKey };
}

const octets = (message: string): Uint8Array => Buffer.from(message, 'base64url');
const base64url = (message: Uint8Array): string => Buffer.from(message).toString('base64url');

/** The least that the library allows: tests are not about the cost of Argon2 at the client. */
const keyStretching = { 'argon2id-custom': { iterations: 1, memory: 8, parallelism: 1 } } as const;

/** Makes an account; the socket is logged in afterwards. */
export async function register(
  relay: RelayClient,
  name: string,
  password = 'correct horse battery',
  invitation?: string,
): Promise<Account> {
  await ready;
  const { clientRegistrationState, registrationRequest } = opaque.startRegistration({ password });
  const { user, message } = await relay.ask('account.register.start', {
    name: name as never,
    invitation,
    message: octets(registrationRequest),
  });
  const { registrationRecord } = opaque.finishRegistration({
    password,
    clientRegistrationState,
    registrationResponse: base64url(message),
    keyStretching,
  });
  const key = makeDeviceKey();
  const { device } = await relay.ask('account.register.finish', {
    record: octets(registrationRecord),
    deviceKey: key.raw,
  });
  return { user, password, device, key };
}

/** Logs in with the password, as this device. Fails with `Refusal`: `relay/login-failed`, `relay/wait`. */
export async function logIn(
  relay: RelayClient,
  user: UserId,
  password: string,
  key = makeDeviceKey(),
): Promise<Account> {
  await ready;
  const { clientLoginState, startLoginRequest } = opaque.startLogin({ password });
  const { message } = await relay.ask('account.login.start', { user, message: octets(startLoginRequest) });
  const finished = opaque.finishLogin({ password, clientLoginState, loginResponse: base64url(message), keyStretching });
  // A wrong password shows at the client first; the relay must refuse whatever comes then.
  const { device } = await relay.ask('account.login.finish', {
    message: finished === undefined ? new Uint8Array(64) : octets(finished.finishLoginRequest),
    deviceKey: key.raw,
  });
  return { user, password, device, key };
}

/** What a device signs for this socket. */
export const signResume = (relay: RelayClient, { user, key }: Account, host = new URL(relay.url).host): Uint8Array =>
  sign(null, resumeStatement({ relay: host, challenge: relay.hello.challenge, user, deviceKey: key.raw }), key.secret);

/** Comes back as a device of the account, without the password, on a new socket. */
export async function comeBack(url: string, account: Account): Promise<RelayClient> {
  const relay = await connectRelay(url);
  await relay.ask('account.resume', {
    user: account.user,
    deviceKey: account.key.raw,
    signature: signResume(relay, account),
  });
  return relay;
}

/** A new account on a new socket. */
export async function newcomer(
  url: string,
  name: string,
  headers: Record<string, string> = {},
): Promise<{ readonly relay: RelayClient; readonly account: Account }> {
  const relay = await connectRelay(url, headers);
  return { relay, account: await register(relay, name) };
}
