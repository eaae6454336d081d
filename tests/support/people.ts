import { generateKey, type PrivateKey, type PublicKey, reformatKey, revokeKey } from 'openpgp';
import type { EmailAddress, Fingerprint } from '../../lib/core/brand';

/** Another person: their keys are made outside of our code, so that their certificates are foreign to it. */
export type Person = {
  readonly secret: PrivateKey;
  readonly octets: Uint8Array;
  readonly fingerprint: Fingerprint;
};

const toPerson = (secret: PrivateKey, certificate: PublicKey = secret.toPublic()): Person => ({
  secret,
  octets: certificate.write(),
  fingerprint: certificate.getFingerprint() as Fingerprint,
});

export const address = (text: string): EmailAddress => text as EmailAddress;

const toUserId = (text: string) => ({ name: text.split('@')[0] ?? '', email: text });

/** A v4 certificate for these addresses. */
export async function makePerson(addresses: readonly string[], options: { date?: Date; expiresIn?: number } = {}) {
  const { privateKey } = await generateKey({
    userIDs: addresses.map(toUserId),
    format: 'object',
    ...(options.date === undefined ? {} : { date: options.date }),
    ...(options.expiresIn === undefined ? {} : { keyExpirationTime: options.expiresIn }),
  });
  return toPerson(privateKey);
}

/** The same key with other addresses on it, as its owner would publish it later. */
export async function withAddresses(person: Person, addresses: readonly string[]): Promise<Person> {
  const { privateKey } = await reformatKey({
    privateKey: person.secret,
    userIDs: addresses.map(toUserId),
    format: 'object',
  });
  return toPerson(privateKey);
}

export async function revoked(person: Person): Promise<Person> {
  const { publicKey } = await revokeKey({ key: person.secret, format: 'object' });
  return toPerson(person.secret, publicKey);
}
