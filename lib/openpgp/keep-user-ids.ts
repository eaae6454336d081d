import type { CertificateOctets } from '../core/openpgp-port';
import { attempt } from './attempt';
import { loadCertificate } from './key-parts';
import { toCertificateOctets } from './read-certificate';

/** The same certificate with no other names than these (RFC 9580, 5.11), as written in it. Throws `key/damaged`. */
export function keepUserIds(
  certificate: CertificateOctets,
  isKept: (userId: string) => boolean,
): Promise<CertificateOctets> {
  return attempt('key/damaged', async () => {
    const key = await loadCertificate(certificate);
    const kept = key.users.filter(({ userID }) => userID && isKept(userID.userID));
    if (kept.length === key.users.length) return certificate;
    key.users = kept;
    return toCertificateOctets(key);
  });
}
