import type { Fingerprint } from '../core/brand';
import { AppError } from '../core/errors';
import type { CertificateOctets, OpenPgp } from '../core/openpgp-port';

/**
 * Stored octets as they will be used, read again: the fingerprint that a person compared is computed from these very
 * octets, not remembered beside them. Throws `key/damaged` where they are another certificate's.
 */
export async function readStored(
  pgp: OpenPgp,
  row: { readonly fingerprint: Fingerprint; readonly octets: Uint8Array },
): Promise<CertificateOctets> {
  const certificate = await pgp.readCertificate(row.octets);
  if (certificate.fingerprint !== row.fingerprint) throw new AppError('key/damaged');
  return certificate;
}

export const sameOctets = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((octet, at) => octet === other[at]);
