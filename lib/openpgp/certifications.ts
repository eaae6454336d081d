import { enums, type PublicKey, type SignaturePacket, type User } from 'openpgp';
import type { Certification } from '../core/certificate';
import { neutralise } from '../core/display-text';
import type { KnownSigner } from '../core/openpgp-port';
import { isWeakAlgorithm } from './algorithm-names';
import { holds } from './attempt';
import { keyIdOf, loadCertificate, toHex } from './key-parts';
import { newest, verifiedCertifications } from './self-signatures';
import { nameOf } from './view-user-ids';

/** The maker as the signature tells it: whole fingerprint, else key id. */
const signerIdOf = (signature: SignaturePacket): string =>
  signature.issuerFingerprint ? toHex(signature.issuerFingerprint) : signature.issuerKeyID.toHex();

const isFrom = (signer: KnownSigner, signature: SignaturePacket): boolean =>
  keyIdOf(signer.fingerprint) === signature.issuerKeyID.toHex() &&
  (!signature.issuerFingerprint || toHex(signature.issuerFingerprint) === signer.fingerprint);

/**
 * SHA-1 can be collided by choice, and certifications are the place where that paid ("SHA-1 is a Shambles", 2020): one
 * by somebody else proves nothing.
 */
const isWeakHash = (signature: SignaturePacket): boolean =>
  [enums.hash.md5, enums.hash.sha1, enums.hash.ripemd].includes(signature.hashAlgorithm ?? enums.hash.md5);

/** Checked against the signer's primary key: only that one certifies others (RFC 9580, 5.2.1). */
async function stateOf(user: User, signature: SignaturePacket, signer: PublicKey): Promise<Certification['state']> {
  const data = { userID: user.userID, key: user.mainKey.keyPacket };
  const made = signature.created ?? new Date(0);
  const { certGeneric, certRevocation } = enums.signature;
  const genuine = await holds(async () => signature.verify(signer.keyPacket, certGeneric, data, made));
  if (!genuine || isWeakHash(signature) || isWeakAlgorithm(signer.getAlgorithmInfo())) return 'invalid';
  for (const revocation of user.revocationSignatures) {
    const later = (revocation.created ?? 0) >= made;
    if (later && (await holds(async () => revocation.verify(signer.keyPacket, certRevocation, data)))) return 'revoked';
  }
  if (await signer.isRevoked()) return 'revoked';
  if (signature.isExpired()) return made > new Date() ? 'invalid' : 'expired';
  return (await holds(() => signer.verifyPrimaryKey(made))) ? 'verified' : 'invalid';
}

/** The newest certification of each maker. */
function newestBySigner(signatures: readonly SignaturePacket[]): readonly SignaturePacket[] {
  const found = new Map<string, SignaturePacket>();
  for (const signature of signatures) {
    const id = signature.issuerKeyID.toHex();
    const best = newest([...(found.has(id) ? [found.get(id) as SignaturePacket] : []), signature]);
    if (best) found.set(id, best);
  }
  return [...found.values()];
}

async function viewForeign(
  user: User,
  userId: string,
  signature: SignaturePacket,
  known: readonly KnownSigner[],
): Promise<Certification> {
  const base = { userId, signerId: signerIdOf(signature), created: signature.created?.getTime() ?? 0 };
  const signer = known.find((candidate) => isFrom(candidate, signature));
  if (!signer) return { ...base, state: 'signer-unknown' };
  const key = await loadCertificate(signer).catch(() => undefined);
  if (!key) return { ...base, state: 'signer-unknown' };
  const signerName = await nameOf(key);
  return {
    ...base,
    state: await stateOf(user, signature, key),
    ...(signerName !== undefined && { signerName }),
    signerDecision: signer.decision,
  };
}

/** The signature list of the certificate window: for each name its owner's own signature, then those of others. */
export async function viewCertifications(
  key: PublicKey,
  known: readonly KnownSigner[],
): Promise<readonly Certification[]> {
  const views: Certification[] = [];
  for (const user of key.users) {
    if (!user.userID) continue;
    const userId = neutralise(user.userID.userID);
    const own = newest(await verifiedCertifications(key, user));
    if (own) views.push({ userId, signerId: signerIdOf(own), created: own.created?.getTime() ?? 0, state: 'self' });
    for (const signature of newestBySigner(user.otherCertifications)) {
      views.push(await viewForeign(user, userId, signature, known));
    }
  }
  return views;
}
