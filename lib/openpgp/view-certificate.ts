import type { CertificateView } from '../core/certificate';
import type { CertificateOctets, KnownSigner } from '../core/openpgp-port';
import { nameAlgorithm } from './algorithm-names';
import { writeArmor } from './armor';
import { attempt } from './attempt';
import { viewCertifications } from './certifications';
import { soundnessOf } from './health';
import { fingerprintOf, loadCertificate, toTime } from './key-parts';
import { viewSubkeys } from './view-subkeys';
import { viewUserIds } from './view-user-ids';

/**
 * Everything the certificate window shows, computed from the very octets that will be used (requirement 33). `known`
 * are the certificates whose signatures can be checked. Throws `key/damaged`.
 */
export function viewCertificate(
  certificate: CertificateOctets,
  known: readonly KnownSigner[],
): Promise<CertificateView> {
  return attempt('key/damaged', async () => {
    const key = await loadCertificate(certificate);
    const { health, at } = await soundnessOf(key);
    const version = key.keyPacket.version === 6 ? 6 : 4;
    const expires = toTime(await key.getExpirationTime());
    return {
      fingerprint: fingerprintOf(key),
      version,
      algorithm: nameAlgorithm(key.getAlgorithmInfo()),
      created: key.getCreationTime().getTime(),
      ...(expires !== undefined && { expires }),
      health,
      userIds: await viewUserIds(key, at),
      subkeys: await viewSubkeys(key, at),
      certifications: await viewCertifications(key, known),
      // RFC 9580, 6.1.1: no checksum in armor that holds version 6 packets alone.
      armored: new TextDecoder().decode(writeArmor('PUBLIC KEY BLOCK', certificate.octets, version === 4)),
    };
  });
}
