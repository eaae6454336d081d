import { AppError } from '../core/errors';
import { type DeviceId, toHex } from '../core/wire/ids';
import { resumeStatement } from '../core/wire/resume';
import type { RelayAccount } from './contract';

/** Ed25519 (RFC 8032) for the relay alone: it signs resume statements, and WebCrypto does not give it out. */
export type DeviceKey = Pick<RelayAccount, 'deviceKey' | 'devicePublic' | 'device'>;

export async function makeDeviceKey(): Promise<DeviceKey> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  const devicePublic = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
  return { deviceKey: privateKey, devicePublic, device: await deviceIdOf(devicePublic) };
}

/** See `DeviceId`. */
async function deviceIdOf(devicePublic: Uint8Array<ArrayBuffer>): Promise<DeviceId> {
  const digest = await crypto.subtle.digest('SHA-256', devicePublic);
  return toHex(new Uint8Array(digest, 0, 16)) as DeviceId;
}

/** The answer to the challenge of a `hello`. Fails with `relay/device-refused` where the key cannot be used any more. */
export async function signResume(
  { relay, user, deviceKey, devicePublic }: RelayAccount,
  challenge: Uint8Array,
): Promise<Uint8Array> {
  const statement = resumeStatement({ relay: new URL(relay).host, challenge, user, deviceKey: devicePublic });
  try {
    return new Uint8Array(await crypto.subtle.sign('Ed25519', deviceKey, statement));
  } catch (cause) {
    throw new AppError('relay/device-refused', { cause });
  }
}
