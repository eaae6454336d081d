import { type PublicKey, readKey } from 'openpgp';
import type { CertificateOctets } from '../core/openpgp-port';

type Ids = { readonly octets: Uint8Array; readonly ids: ReadonlySet<string> };

/** Key ids of certificates seen before: a mail is checked against a whole address book. */
const MOST_REMEMBERED = 2_000;

const same = (left: Uint8Array, right: Uint8Array): boolean =>
  left === right || (left.length === right.length && left.every((octet, index) => octet === right[index]));

const load = (certificate: CertificateOctets): Promise<PublicKey | undefined> =>
  readKey({ binaryKey: certificate.octets }).then(
    (key) => (key.getFingerprint() === certificate.fingerprint ? key.toPublic() : undefined),
    () => undefined,
  );

/** Finds the certificates that a signature may be from; holds nothing but public key ids. */
export type VerifyingKeys = { find(keyIds: ReadonlySet<string>): Promise<readonly PublicKey[]> };

export function createVerifyingKeys(): (certificates: readonly CertificateOctets[]) => VerifyingKeys {
  const remembered = new Map<string, Ids>();

  async function idsOf(certificate: CertificateOctets): Promise<ReadonlySet<string>> {
    const known = remembered.get(certificate.fingerprint);
    if (known && same(known.octets, certificate.octets)) return known.ids;
    const key = await load(certificate);
    const ids = new Set(key?.getKeyIDs().map((keyId) => keyId.toHex()));
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(certificate.fingerprint, { octets: certificate.octets, ids });
    return ids;
  }

  return (certificates) => ({
    /** Parsed afresh each time: the library writes findings into the objects it checks. */
    async find(keyIds) {
      const unique = new Map(certificates.map((certificate) => [certificate.fingerprint, certificate]));
      const found: PublicKey[] = [];
      for (const certificate of unique.values()) {
        if (keyIds.isDisjointFrom(await idsOf(certificate))) continue;
        const key = await load(certificate);
        if (key) found.push(key);
      }
      return found;
    },
  });
}
