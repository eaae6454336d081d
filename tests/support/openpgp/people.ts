import { generateKey, type KeyOptions, type PrivateKey, type PublicKey } from 'openpgp';
import type { EmailAddress, Fingerprint } from '../../../lib/core/brand';
import { AppError } from '../../../lib/core/errors';
import type { CertificateOctets, OpenPgp, SecretImport, SecretKeyOctets } from '../../../lib/core/openpgp-port';

export const address = (text: string): EmailAddress => text as EmailAddress;

/** A key of our own making. */
export const makePerson = (pgp: OpenPgp, name: string, version: 'v4' | 'v6' = 'v4'): Promise<SecretImport> =>
  pgp.makeKey({ name, email: address(`${name.toLowerCase()}@example.org`), version });

export type CraftedPerson = {
  readonly key: PrivateKey;
  readonly publicKey: PublicKey;
  readonly secret: SecretKeyOctets;
  readonly certificate: CertificateOctets;
};

/** A key with any date and shape, straight from the library. */
export async function craftPerson(name: string, options: Partial<KeyOptions> = {}): Promise<CraftedPerson> {
  const { privateKey, publicKey } = await generateKey({
    userIDs: [{ name, email: `${name.toLowerCase()}@example.org` }],
    ...options,
    format: 'object',
  });
  return toCrafted(privateKey, publicKey);
}

export function toCrafted(key: PrivateKey, publicKey: PublicKey = key.toPublic()): CraftedPerson {
  const fingerprint = key.getFingerprint() as Fingerprint;
  return {
    key,
    publicKey,
    secret: { fingerprint, octets: key.write() },
    certificate: { fingerprint, octets: publicKey.write() },
  };
}

/** The code a promise fails with, or `undefined` where it does not; anything but an AppError fails the test. */
export async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}
