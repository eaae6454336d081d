import { enums, type Key, type SignaturePacket, type Subkey, type User } from 'openpgp';
import { holds } from './attempt';
import { directSignaturesOf } from './key-parts';

/**
 * Whether the mathematics of a signature by the primary key hold, whatever the time: it is verified as of its own
 * creation, so that an expired one counts (and is called expired) and is not taken for a forgery.
 */
const verifies = (key: Key, signature: SignaturePacket, type: number, data: object): Promise<boolean> =>
  holds(async () => signature.verify(key.keyPacket, type, data, signature.created ?? new Date(0)));

async function keepVerified(
  key: Key,
  signatures: readonly SignaturePacket[],
  type: number,
  data: object,
): Promise<SignaturePacket[]> {
  const kept: SignaturePacket[] = [];
  for (const signature of signatures) if (await verifies(key, signature, type, data)) kept.push(signature);
  return kept;
}

const isBy = (key: Key, signature: SignaturePacket): boolean => signature.issuerKeyID.equals(key.getKeyID());

/** Self-certifications of a user id that the primary key made. */
export const verifiedCertifications = (key: Key, user: User): Promise<SignaturePacket[]> =>
  keepVerified(key, user.selfCertifications, enums.signature.certGeneric, { userID: user.userID, key: key.keyPacket });

/** Revocations of the user id that the primary key made; those of others revoke only what they certified. */
export const verifiedUserRevocations = (key: Key, user: User): Promise<SignaturePacket[]> =>
  keepVerified(
    key,
    user.revocationSignatures.filter((signature) => isBy(key, signature)),
    enums.signature.certRevocation,
    { userID: user.userID, key: key.keyPacket },
  );

export const verifiedBindings = (key: Key, subkey: Subkey): Promise<SignaturePacket[]> =>
  keepVerified(key, subkey.bindingSignatures, enums.signature.subkeyBinding, {
    key: key.keyPacket,
    bind: subkey.keyPacket,
  });

export const verifiedSubkeyRevocations = (key: Key, subkey: Subkey): Promise<SignaturePacket[]> =>
  keepVerified(key, subkey.revocationSignatures, enums.signature.subkeyRevocation, {
    key: key.keyPacket,
    bind: subkey.keyPacket,
  });

export const verifiedKeyRevocations = (key: Key): Promise<SignaturePacket[]> =>
  keepVerified(key, key.revocationSignatures, enums.signature.keyRevocation, { key: key.keyPacket });

export const verifiedDirectSignatures = (key: Key): Promise<SignaturePacket[]> =>
  keepVerified(key, directSignaturesOf(key), enums.signature.key, { key: key.keyPacket });

/** The newest of some signatures. */
export const newest = (signatures: readonly SignaturePacket[]): SignaturePacket | undefined =>
  signatures.reduce<SignaturePacket | undefined>(
    (best, signature) => (!best || (signature.created ?? 0) > (best.created ?? 0) ? signature : best),
    undefined,
  );

/** Third-party certifications and their revocations: kept unverified, their makers may be known later. */
export const foreignSignatures = (key: Key, user: User): SignaturePacket[] => [
  ...user.otherCertifications,
  ...user.revocationSignatures.filter((signature) => !isBy(key, signature)),
];
