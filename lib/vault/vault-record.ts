import { importAesKey, openAes, sealAes } from './aes';
import { type Argon2Parameters, areArgon2Parameters, deriveWrappingKey } from './argon2';
import { randomOctets, toHex } from './octets';
import { importBoxPrivateKey, makeBoxPair } from './sealed-box';
import { SecretOctets } from './secret-octets';

/** All of the vault that lies on disk. Without the passphrase it opens nothing. */
export type VaultRecord = {
  readonly version: 1;
  readonly salt: Uint8Array;
  readonly argon2: Argon2Parameters;
  /** The vault key under the key made of the passphrase. */
  readonly wrappedKey: Uint8Array;
  /** X25519: whoever has it can seal for us and open nothing. */
  readonly publicKey: Uint8Array;
  /** Its private half under the vault key. */
  readonly sealedPrivateKey: Uint8Array;
};

/** The vault in memory while unlocked: keys that WebCrypto does not give out. */
export type OpenVault = { readonly key: CryptoKey; readonly boxKey: CryptoKey; readonly publicKey: Uint8Array };

const KEY_CONTEXT = 'sotto/vault-key/1';
/** Names the public key: a public key that somebody put in its place is found at unlock. */
const boxContext = (publicKey: Uint8Array) => `sotto/box-key/1/${toHex(publicKey)}`;

export async function makeVaultRecord(
  passphrase: string,
  argon2: Argon2Parameters,
): Promise<{ record: VaultRecord; vaultKey: SecretOctets }> {
  const vaultKey = new SecretOctets(randomOctets(32));
  const { publicKey, privateKey } = await makeBoxPair();
  using boxSecret = new SecretOctets(privateKey);
  const sealing = await importAesKey(vaultKey.octets);
  const sealedPrivateKey = await sealAes(sealing, boxSecret.octets, boxContext(publicKey));
  const wrapped = await wrap(passphrase, argon2, vaultKey);
  return { record: { version: 1, argon2, ...wrapped, publicKey, sealedPrivateKey }, vaultKey };
}

/** The vault key; `undefined` where the passphrase is another. */
export async function unwrapVaultKey(record: VaultRecord, passphrase: string): Promise<SecretOctets | undefined> {
  const wrapping = await deriveWrappingKey(passphrase, record.salt, record.argon2);
  const octets = await openAes(wrapping, record.wrappedKey, KEY_CONTEXT);
  return octets === undefined ? undefined : new SecretOctets(octets);
}

/** The same vault key under another passphrase and a new salt: what was sealed stays as it is. */
export async function rewrap(
  record: VaultRecord,
  passphrase: string,
  argon2: Argon2Parameters,
  vaultKey: SecretOctets,
): Promise<VaultRecord> {
  return { ...record, argon2, ...(await wrap(passphrase, argon2, vaultKey)) };
}

async function wrap(passphrase: string, argon2: Argon2Parameters, vaultKey: SecretOctets) {
  const salt = randomOctets(16);
  const wrapping = await deriveWrappingKey(passphrase, salt, argon2);
  return { salt, wrappedKey: await sealAes(wrapping, vaultKey.octets, KEY_CONTEXT) };
}

/** `undefined` where the vault key is not this record's, or the record was changed. */
export async function openVaultRecord(record: VaultRecord, vaultKey: SecretOctets): Promise<OpenVault | undefined> {
  const key = await importAesKey(vaultKey.octets);
  const privateKey = await openAes(key, record.sealedPrivateKey, boxContext(record.publicKey));
  if (privateKey === undefined) return undefined;
  using secret = new SecretOctets(privateKey);
  return { key, boxKey: await importBoxPrivateKey(secret.octets), publicKey: record.publicKey };
}

/** What lies on disk is unknown until this has read it; `undefined` where it is damaged. */
export function parseVaultRecord(value: unknown): VaultRecord | undefined {
  const record = value as Partial<VaultRecord> | null;
  if (typeof record !== 'object' || record === null || record.version !== 1) return undefined;
  if (!areArgon2Parameters(record.argon2)) return undefined;
  const fields = [record.salt, record.wrappedKey, record.publicKey, record.sealedPrivateKey];
  if (!fields.every((field) => field instanceof Uint8Array)) return undefined;
  return record.publicKey?.length === 32 && (record.salt?.length ?? 0) >= 16 ? (record as VaultRecord) : undefined;
}
