import { type AnyPacket, PacketList, PublicKey, type SignaturePacket } from 'openpgp';
import { AppError } from '../core/errors';
import {
  foreignSignatures,
  newest,
  verifiedBindings,
  verifiedCertifications,
  verifiedDirectSignatures,
  verifiedKeyRevocations,
  verifiedSubkeyRevocations,
  verifiedUserRevocations,
} from './self-signatures';

/** Bounds of one certificate: above them it is refused or, for the signatures of others, cut to the newest. */
export const CERTIFICATE_BOUNDS = {
  userIds: 100,
  subkeys: 100,
  /** Signatures by the key itself: each costs a verification. */
  ownSignatures: 400,
  foreignSignatures: 500,
} as const;

const byNewest = (left: SignaturePacket, right: SignaturePacket): number =>
  (right.created?.getTime() ?? 0) - (left.created?.getTime() ?? 0);

function assertBounds(key: PublicKey): void {
  const own = [
    ...key.users.flatMap((user) => [...user.selfCertifications, ...user.revocationSignatures]),
    ...key.subkeys.flatMap((subkey) => [...subkey.bindingSignatures, ...subkey.revocationSignatures]),
    ...key.revocationSignatures,
  ];
  const { userIds, subkeys, ownSignatures } = CERTIFICATE_BOUNDS;
  if (key.users.length > userIds || key.subkeys.length > subkeys || own.length > ownSignatures) {
    throw new AppError('key/too-large');
  }
}

/** Signatures by others on all names, the newest first. */
export const newestForeign = (key: PublicKey): SignaturePacket[] =>
  key.users.flatMap((user) => foreignSignatures(key, user)).sort(byNewest);

/**
 * The certificate with only what its own primary key vouches for: user ids and subkeys with at least one self-signature
 * that verifies, revocations that verify, and the newest certifications by others (which prove nothing until their
 * maker is known). Pictures and unknown packets go. Throws `key/damaged` where names or subkeys were there and none
 * of them is left: somebody touched it.
 */
export async function cleanCertificate(
  key: PublicKey,
  mostForeign: number = CERTIFICATE_BOUNDS.foreignSignatures,
): Promise<PublicKey> {
  assertBounds(key);
  const packets = new PacketList<AnyPacket>();
  packets.push(key.keyPacket, ...(await verifiedKeyRevocations(key)), ...(await verifiedDirectSignatures(key)));
  const foreign = new Set(newestForeign(key).slice(0, mostForeign));
  let names = 0;
  for (const user of key.users) {
    if (!user.userID) continue;
    const own = [...(await verifiedUserRevocations(key, user)), ...(await verifiedCertifications(key, user))];
    if (newest(own) === undefined) continue;
    names += 1;
    packets.push(user.userID, ...own, ...foreignSignatures(key, user).filter((signature) => foreign.has(signature)));
  }
  if (names === 0 && key.users.some((user) => user.userID)) throw new AppError('key/damaged');
  let subkeys = 0;
  for (const subkey of key.subkeys) {
    const bindings = await verifiedBindings(key, subkey);
    if (bindings.length === 0) continue;
    subkeys += 1;
    packets.push(subkey.keyPacket, ...(await verifiedSubkeyRevocations(key, subkey)), ...bindings);
  }
  if (subkeys === 0 && key.subkeys.length > 0) throw new AppError('key/damaged');
  return new PublicKey(packets);
}
