import { type AnyPacket, PacketList, PublicKey, type SignaturePacket } from 'openpgp';
import { AppError } from '../core/errors';
import type { CertificateOctets } from '../core/openpgp-port';
import { attempt } from './attempt';
import { cleanCertificate } from './clean-certificate';
import { directSignaturesOf, fingerprintOf, loadCertificate, toHex } from './key-parts';
import { toCertificateOctets } from './read-certificate';

/** One octet string per signature, so that the same one is not kept twice. */
const identityOf = (signature: SignaturePacket): string => {
  const list = new PacketList<SignaturePacket>();
  list.push(signature);
  return toHex(list.write());
};

function union(left: readonly SignaturePacket[], right: readonly SignaturePacket[]): readonly SignaturePacket[] {
  const found = new Map(left.map((signature) => [identityOf(signature), signature]));
  for (const signature of right) {
    const identity = identityOf(signature);
    if (!found.has(identity)) found.set(identity, signature);
  }
  return [...found.values()];
}

function uniteUsers(packets: PacketList<AnyPacket>, keys: readonly PublicKey[]): void {
  const all = keys.flatMap((key) => key.users).filter((user) => user.userID);
  for (const name of new Set(all.map((user) => user.userID?.userID))) {
    const same = all.filter((user) => user.userID?.userID === name);
    const userId = same[0]?.userID;
    if (!userId) continue;
    const signatures = same.map((user) => [
      ...user.revocationSignatures,
      ...user.selfCertifications,
      ...user.otherCertifications,
    ]);
    packets.push(userId, ...union(signatures[0] ?? [], signatures.slice(1).flat()));
  }
}

function uniteSubkeys(packets: PacketList<AnyPacket>, keys: readonly PublicKey[]): void {
  const all = keys.flatMap((key) => key.subkeys);
  for (const fingerprint of new Set(all.map(fingerprintOf))) {
    const same = all.filter((subkey) => fingerprintOf(subkey) === fingerprint);
    const first = same[0];
    if (!first) continue;
    const signatures = same.map((subkey) => [...subkey.revocationSignatures, ...subkey.bindingSignatures]);
    packets.push(first.keyPacket, ...union(signatures[0] ?? [], signatures.slice(1).flat()));
  }
}

/**
 * What is new in `after` added to `before`: names, subkeys, revocations, certifications, all verified. Nothing that
 * `before` held is lost, revocations least of all. Not the library's `update`: that one replaces a subkey's binding by
 * a newer one that it has not verified, so that anyone could break a contact's certificate. Throws `key/damaged` where
 * the two are not the same certificate.
 */
export function mergeCertificates(before: CertificateOctets, after: CertificateOctets): Promise<CertificateOctets> {
  return attempt('key/damaged', async () => {
    if (before.fingerprint !== after.fingerprint) throw new AppError('key/damaged');
    const old = await loadCertificate(before);
    const keys = [old, await cleanCertificate(await loadCertificate(after))];
    const packets = new PacketList<AnyPacket>();
    packets.push(old.keyPacket);
    packets.push(
      ...union(
        old.revocationSignatures,
        keys.slice(1).flatMap((key) => key.revocationSignatures),
      ),
    );
    packets.push(...union(directSignaturesOf(old), keys.slice(1).flatMap(directSignaturesOf)));
    uniteUsers(packets, keys);
    uniteSubkeys(packets, keys);
    return toCertificateOctets(await cleanCertificate(new PublicKey(packets)));
  });
}
