import { enums, type PublicKey, type SignaturePacket, type Subkey } from 'openpgp';
import type { CertificateHealth, Subkey as SubkeyView } from '../core/certificate';
import type { ErrorCode } from '../core/error-codes';
import { isWeakAlgorithm } from './algorithm-names';
import { holds } from './attempt';
import { newest, verifiedBindings, verifiedCertifications } from './self-signatures';

const ENCRYPT = enums.keyFlags.encryptCommunication | enums.keyFlags.encryptStorage;

export const mayEncrypt = (signature: SignaturePacket): boolean => ((signature.keyFlags?.[0] ?? 0) & ENCRYPT) !== 0;

/** The state of one subkey now; the binding is the newest that verifies. */
export async function subkeyState(subkey: Subkey, binding: SignaturePacket | undefined): Promise<SubkeyView['state']> {
  if (!binding) return 'invalid';
  if (await subkey.isRevoked(binding, subkey.mainKey.keyPacket)) return 'revoked';
  const expires = await subkey.getExpirationTime();
  if (binding.isExpired() || (expires instanceof Date && expires.getTime() <= Date.now())) return 'expired';
  if (isWeakAlgorithm(subkey.getAlgorithmInfo())) return 'weak';
  return (await holds(() => subkey.verify())) ? 'valid' : 'invalid';
}

/** Why there is no subkey to encrypt to, though the primary key is in order. */
async function encryptionHealth(key: PublicKey): Promise<CertificateHealth> {
  if (await holds(() => key.getEncryptionKey())) return 'ok';
  const states = new Set<string>();
  for (const subkey of key.subkeys) {
    const binding = newest(await verifiedBindings(key, subkey));
    if (binding && mayEncrypt(binding)) states.add(await subkeyState(subkey, binding));
  }
  const found = (['weak', 'expired', 'revoked'] as const).find((state) => states.has(state));
  return found ?? 'no-encryption';
}

async function isExpired(key: PublicKey): Promise<boolean> {
  const expires = await key.getExpirationTime();
  return expires instanceof Date && expires.getTime() <= Date.now();
}

/** A name that its owner certifies, not revoked. */
async function hasUserId(key: PublicKey): Promise<boolean> {
  for (const user of key.users) {
    const certification = user.userID ? newest(await verifiedCertifications(key, user)) : undefined;
    if (certification && !(await user.isRevoked(certification))) return true;
  }
  return false;
}

/** Whether a message can be sealed for this certificate now, and else the first reason (requirement 12). */
export async function healthOf(key: PublicKey): Promise<CertificateHealth> {
  if (await key.isRevoked()) return 'revoked';
  if (!(await hasUserId(key))) return 'no-user-id';
  if (await isExpired(key)) return 'expired';
  if (isWeakAlgorithm(key.getAlgorithmInfo())) return 'weak';
  if (!(await holds(() => key.verifyPrimaryKey()))) return (await onlyExpiredNames(key)) ? 'expired' : 'damaged';
  return encryptionHealth(key);
}

/** Self-signatures that ran out by themselves (RFC 9580, 5.2.3.18) leave the certificate without a live name. */
async function onlyExpiredNames(key: PublicKey): Promise<boolean> {
  for (const user of key.users) {
    const certification = user.userID ? newest(await verifiedCertifications(key, user)) : undefined;
    if (certification && !certification.isExpired()) return false;
  }
  return true;
}

export const problemOf = (health: CertificateHealth): ErrorCode | undefined =>
  health === 'ok' ? undefined : `key/${health}`;
