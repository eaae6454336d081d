import { enums, type PublicKey, type SignaturePacket, type Subkey } from 'openpgp';
import type { CertificateHealth, Subkey as SubkeyView } from '../core/certificate';
import type { ErrorCode } from '../core/error-codes';
import { LIMITS } from '../core/limits';
import { isWeakAlgorithm } from './algorithm-names';
import { holds } from './attempt';
import { newest, verifiedBindings, verifiedCertifications } from './self-signatures';

const ENCRYPT = enums.keyFlags.encryptCommunication | enums.keyFlags.encryptStorage;

export const mayEncrypt = (signature: SignaturePacket): boolean => ((signature.keyFlags?.[0] ?? 0) & ENCRYPT) !== 0;

/** The state of one subkey at this time; the binding is the newest that verifies. */
export async function subkeyState(
  subkey: Subkey,
  binding: SignaturePacket | undefined,
  at: Date,
): Promise<SubkeyView['state']> {
  if (!binding) return 'invalid';
  if (await subkey.isRevoked(binding, subkey.mainKey.keyPacket, at)) return 'revoked';
  const expires = await subkey.getExpirationTime(at);
  if (binding.isExpired(at) || (expires instanceof Date && expires <= at)) return 'expired';
  if (isWeakAlgorithm(subkey.getAlgorithmInfo())) return 'weak';
  return (await holds(() => subkey.verify(at))) ? 'valid' : 'invalid';
}

/** Why there is no subkey to encrypt to, though the primary key is in order. */
async function encryptionHealth(key: PublicKey, at: Date): Promise<CertificateHealth> {
  if (await holds(() => key.getEncryptionKey(undefined, at))) return 'ok';
  const states = new Set<string>();
  for (const subkey of key.subkeys) {
    const binding = newest(await verifiedBindings(key, subkey));
    if (binding && mayEncrypt(binding)) states.add(await subkeyState(subkey, binding, at));
  }
  const found = (['weak', 'expired', 'revoked'] as const).find((state) => states.has(state));
  return found ?? 'no-encryption';
}

async function isExpired(key: PublicKey, at: Date): Promise<boolean> {
  const expires = await key.getExpirationTime();
  return expires instanceof Date && expires <= at;
}

/** A name that its owner certifies, not revoked. */
async function hasUserId(key: PublicKey): Promise<boolean> {
  for (const user of key.users) {
    const certification = user.userID ? newest(await verifiedCertifications(key, user)) : undefined;
    if (certification && !(await user.isRevoked(certification))) return true;
  }
  return false;
}

/** Whether a message can be sealed for this certificate at this time, and else the first reason (requirement 12). */
async function healthAt(key: PublicKey, at: Date): Promise<CertificateHealth> {
  // From a clock that is ahead of this one as well: nobody takes a revocation back.
  if (await key.isRevoked(undefined, undefined, new Date(at.getTime() + LIMITS.clockMs))) return 'revoked';
  if (!(await hasUserId(key))) return 'no-user-id';
  if (await isExpired(key, at)) return 'expired';
  if (isWeakAlgorithm(key.getAlgorithmInfo())) return 'weak';
  if (!(await holds(() => key.verifyPrimaryKey(at)))) return (await onlyExpiredNames(key, at)) ? 'expired' : 'damaged';
  return encryptionHealth(key, at);
}

/** When the newest part of it was made, by its owner's clock. */
function newestPart(key: PublicKey): Date {
  const parts = [
    key.keyPacket,
    ...key.subkeys.map(({ keyPacket }) => keyPacket),
    ...key.users.flatMap(({ selfCertifications }) => selfCertifications),
    ...key.subkeys.flatMap(({ bindingSignatures }) => bindingSignatures),
  ];
  return new Date(Math.max(...parts.map(({ created }) => created?.getTime() ?? 0)));
}

export type Soundness = { readonly health: CertificateHealth; readonly at: Date };

/**
 * The health now; or, where parts are from a time that this clock has not reached, as of then, a week ahead at most: a
 * clock that goes behind makes nobody's new certificate a damaged one. `at`: the time that it is sound at.
 */
export async function soundnessOf(key: PublicKey): Promise<Soundness> {
  const now = new Date();
  const health = await healthAt(key, now);
  const at = newestPart(key);
  if (health === 'ok' || at <= now || at.getTime() > now.getTime() + LIMITS.clockMs) return { health, at: now };
  return (await healthAt(key, at)) === 'ok' ? { health: 'ok', at } : { health, at: now };
}

export const healthOf = async (key: PublicKey): Promise<CertificateHealth> => (await soundnessOf(key)).health;

/** Self-signatures that ran out by themselves (RFC 9580, 5.2.3.18) leave the certificate without a live name. */
async function onlyExpiredNames(key: PublicKey, at: Date): Promise<boolean> {
  for (const user of key.users) {
    const certification = user.userID ? newest(await verifiedCertifications(key, user)) : undefined;
    if (certification && !certification.isExpired(at)) return false;
  }
  return true;
}

export const problemOf = (health: CertificateHealth): ErrorCode | undefined =>
  health === 'ok' ? undefined : `key/${health}`;
