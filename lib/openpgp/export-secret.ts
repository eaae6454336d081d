import { encryptKey, enums, type PartialConfig } from 'openpgp';
import { AppError } from '../core/errors';
import type { SecretKeyOctets } from '../core/openpgp-port';
import { writeArmor } from './armor';
import { attempt } from './attempt';
import { openSecret } from './secret-key';

/**
 * Argon2id with 64 MiB (RFC 9106, second choice) and AEAD, which RFC 9580, 3.7.2.1 wants together; OCB, the one mode
 * that every reader has (9.6).
 */
const MODERN: PartialConfig = {
  s2kType: enums.s2k.argon2,
  aeadProtect: true,
  preferredAEADAlgorithm: enums.aead.ocb,
};

/** GnuPG 2.2 reads neither Argon2 nor AEAD: iterated and salted, AES-256 and SHA-1 check (RFC 9580, 3.7.2.1, 254). */
const LEGACY: PartialConfig = { s2kType: enums.s2k.iterated, aeadProtect: false };

/** The private key, locked again by `passphrase`, in armor. Throws `key/needs-passphrase`, `key/damaged`. */
export function exportSecret(secret: SecretKeyOctets, passphrase: string): Promise<string> {
  return attempt('key/damaged', async () => {
    if (passphrase === '') throw new AppError('key/needs-passphrase');
    using opened = await openSecret(secret);
    const isModern = opened.key.keyPacket.version === 6;
    const locked = await encryptKey({ privateKey: opened.key, passphrase, config: isModern ? MODERN : LEGACY });
    if (locked.isDecrypted()) throw new AppError('key/damaged');
    return new TextDecoder().decode(writeArmor('PRIVATE KEY BLOCK', locked.write(), !isModern));
  });
}
