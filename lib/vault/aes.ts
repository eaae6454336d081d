import { concat, randomOctets, solid, utf8 } from './octets';

/** 96 bits, drawn anew for each sealing (NIST SP 800-38D, 8.2.2). */
const IV_OCTETS = 12;

/** A key that can be used and never be read out of WebCrypto again. */
export const importAesKey = (octets: Uint8Array): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', solid(octets), 'AES-GCM', false, ['encrypt', 'decrypt']);

export const makeAesKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);

/** AES-256-GCM, `iv (12) || ciphertext || tag (16)`. The context is authenticated: octets cannot change their place. */
export async function sealAes(key: CryptoKey, octets: Uint8Array, context: string): Promise<Uint8Array<ArrayBuffer>> {
  const iv = randomOctets(IV_OCTETS);
  const algorithm = { name: 'AES-GCM', iv, additionalData: utf8(context) };
  return concat(iv, new Uint8Array(await crypto.subtle.encrypt(algorithm, key, solid(octets))));
}

/** `undefined` where the key or the context is another, or the octets were changed. */
export async function openAes(
  key: CryptoKey,
  sealed: Uint8Array,
  context: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const iv = solid(sealed.slice(0, IV_OCTETS));
  const algorithm = { name: 'AES-GCM', iv, additionalData: utf8(context) };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, solid(sealed.subarray(IV_OCTETS))));
  } catch {
    return undefined;
  }
}
