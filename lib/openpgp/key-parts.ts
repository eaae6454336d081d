import type { Key, KeyID, SignaturePacket } from 'openpgp';
import { type PublicKey, readKey } from 'openpgp';
import type { Fingerprint } from '../core/brand';
import { AppError } from '../core/errors';
import type { CertificateOctets } from '../core/openpgp-port';
import { attempt } from './attempt';

/** Direct key signatures, which the library keeps but does not declare. */
export const directSignaturesOf = (key: Key): SignaturePacket[] =>
  (key as Key & { directSignatures: SignaturePacket[] }).directSignatures;

/** Whole fingerprint, lower-case hex. */
export const fingerprintOf = (key: { getFingerprint(): string }): Fingerprint => key.getFingerprint() as Fingerprint;

/** Key id of a fingerprint: the last eight octets in version 4, the first eight in version 6 (RFC 9580, 5.5.4). */
export const keyIdOf = (fingerprint: Fingerprint): string =>
  fingerprint.length === 64 ? fingerprint.slice(0, 16) : fingerprint.slice(-16);

export const isNullKeyId = (keyId: KeyID): boolean => /^0*$/.test(keyId.toHex());

/** The key packet of a stored certificate; throws `key/damaged` where the octets are not those of the fingerprint. */
export function loadCertificate(certificate: CertificateOctets): Promise<PublicKey> {
  return attempt('key/damaged', async () => {
    const key = await readKey({ binaryKey: certificate.octets });
    if (key.isPrivate() || fingerprintOf(key) !== certificate.fingerprint) throw new AppError('key/damaged');
    return key as PublicKey;
  });
}

/** The library's date arithmetic in milliseconds; undefined for "never" and for "not known". */
export const toTime = (date: Date | typeof Infinity | null | undefined): number | undefined =>
  date instanceof Date ? date.getTime() : undefined;

export const toHex = (octets: Uint8Array): string =>
  Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');
