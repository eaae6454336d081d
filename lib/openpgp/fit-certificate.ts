import { PacketList, type SignaturePacket } from 'openpgp';
import type { CertificateOctets } from '../core/openpgp-port';
import { attempt } from './attempt';
import { cleanCertificate, newestForeign } from './clean-certificate';
import { loadCertificate } from './key-parts';
import { toCertificateOctets } from './read-certificate';

function octetsOf(signature: SignaturePacket): number {
  const list = new PacketList<SignaturePacket>();
  list.push(signature);
  return list.write().length;
}

/**
 * The same certificate without the oldest signatures by others, as many as it takes to come below `most` octets. What its
 * owner says of it stays whole, even where that alone is more. Throws `key/damaged`.
 */
export function fitCertificate(certificate: CertificateOctets, most: number): Promise<CertificateOctets> {
  return attempt('key/damaged', async () => {
    if (certificate.octets.length <= most) return certificate;
    const key = await loadCertificate(certificate);
    const lengths = newestForeign(key).map(octetsOf);
    let left = most - certificate.octets.length + lengths.reduce((sum, length) => sum + length, 0);
    const kept = lengths.findIndex((length) => {
      left -= length;
      return left < 0;
    });
    return toCertificateOctets(await cleanCertificate(key, kept));
  });
}
