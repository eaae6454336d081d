import { enums, generateKey, type PartialConfig, type PrivateKey } from 'openpgp';
import type { EmailAddress } from '../core/brand';
import { neutralise } from '../core/display-text';
import { AppError } from '../core/errors';
import type { SecretImport } from '../core/openpgp-port';
import { attempt } from './attempt';
import { fingerprintOf } from './key-parts';
import { toCertificateOctets } from './read-certificate';
import { wipe } from './secret-key';

export type KeyRequest = {
  readonly name: string;
  readonly email: EmailAddress;
  readonly version: 'v4' | 'v6';
  readonly expiresInDays?: number;
};

/**
 * Version 4 with the legacy curve ids (algorithms 22 and 18): measured, it is the only form of Ed25519 and X25519 that
 * gpg 2.2.40, sq 0.27 and rnp 0.16 all read; the same curves under RFC 9580's ids 27 and 25 are read by none of them,
 * nor is version 6. Features say SEIPD version 1 only, so that nobody sends such a key what its other programs cannot open.
 */
const SHAPES = {
  v4: { type: 'ecc', curve: 'ed25519Legacy', config: {} },
  v6: {
    type: 'curve25519',
    // OCB is the one AEAD mode everybody must have (RFC 9580, 9.6); GCM is the faster one in browsers, told as well.
    config: { v6Keys: true, aeadProtect: true, preferredAEADAlgorithm: enums.aead.gcm },
  },
} as const satisfies Record<string, { type: string; curve?: string; config: PartialConfig }>;

const DAY_SECONDS = 86_400;

/** Brackets would make a second address of the name, and control characters hide one (RFC 9580, 5.11). */
const cleanName = (name: string): string =>
  neutralise(name.replace(/[<>()"\\]/g, ' '), 200)
    .replaceAll('\ufffd', '')
    .replace(/ {2,}/g, ' ')
    .trim();

/** A private key's unlocked octets with the certificate that belongs to it. */
export function toSecretImport(key: PrivateKey): SecretImport {
  const fingerprint = fingerprintOf(key);
  return { secret: { fingerprint, octets: key.write() }, certificate: toCertificateOctets(key.toPublic()) };
}

/** A new key: Ed25519 to certify and sign, X25519 to seal. Throws `mail/bad-address`, `bus/bad-input`. */
export function makeKey(request: KeyRequest): Promise<SecretImport> {
  return attempt('mail/bad-address', async () => {
    const days = request.expiresInDays;
    if (days !== undefined && !(days > 0 && days <= 36_500)) throw new AppError('bus/bad-input');
    const { config, ...shape } = SHAPES[request.version];
    const name = cleanName(request.name);
    const { privateKey } = await generateKey({
      ...shape,
      userIDs: [{ ...(name && { name }), email: request.email }],
      ...(days !== undefined && { keyExpirationTime: Math.round(days * DAY_SECONDS) }),
      config,
      format: 'object',
    });
    try {
      return toSecretImport(privateKey);
    } finally {
      wipe(privateKey);
    }
  });
}
