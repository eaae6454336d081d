import { argon2id } from 'hash-wasm';
import { importAesKey } from './aes';
import { utf8 } from './octets';
import { SecretOctets } from './secret-octets';

export type Argon2Parameters = {
  readonly memoryKiB: number;
  readonly iterations: number;
  readonly parallelism: number;
};

/**
 * The memory of RFC 9106's second recommendation (section 4) and one pass more: 0.3 to 0.5 s on two cores of 2026.
 * One lane, because the background has one thread.
 */
export const ARGON2: Argon2Parameters = { memoryKiB: 64 * 1024, iterations: 4, parallelism: 1 };

/** What a stored record may ask for at most: a damaged one must not exhaust the machine. */
const MOST: Argon2Parameters = { memoryKiB: 1024 * 1024, iterations: 32, parallelism: 16 };

export function areArgon2Parameters(value: Partial<Argon2Parameters> | null | undefined): value is Argon2Parameters {
  if (value === null || value === undefined) return false;
  return (['memoryKiB', 'iterations', 'parallelism'] as const).every((name) => {
    const number = value[name];
    return Number.isInteger(number) && Number(number) >= 1 && Number(number) <= MOST[name];
  });
}

/** The key that wraps the vault key: Argon2id (RFC 9106) of the passphrase in NFC (RFC 8265, 4.2). */
export async function deriveWrappingKey(
  passphrase: string,
  salt: Uint8Array,
  { memoryKiB, iterations, parallelism }: Argon2Parameters,
): Promise<CryptoKey> {
  using password = new SecretOctets(utf8(passphrase.normalize('NFC')));
  const hash = await argon2id({
    password: password.octets,
    salt,
    memorySize: memoryKiB,
    iterations,
    parallelism,
    hashLength: 32,
    outputType: 'binary',
  });
  try {
    return await importAesKey(hash);
  } finally {
    hash.fill(0);
  }
}
