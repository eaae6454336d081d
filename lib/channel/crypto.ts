import { gcm } from '@noble/ciphers/aes.js';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { type Label, labelled } from './labels';

// One suite, and no choice: X25519 (RFC 7748), Ed25519 (RFC 8032), ML-KEM-768 (FIPS 203), SHA-256, HKDF (RFC 5869),
// AES-256-GCM. All of it answers at once, so that no two steps of a ratchet can interleave: ADR 0009.

export type KeyPair = { readonly secret: Uint8Array; readonly public: Uint8Array };
export type Random = (octets: number) => Uint8Array;

/** Overwrites secrets where they can be reached. What JavaScript cannot promise is said in the threat model. */
export function wipe(...secrets: ReadonlyArray<Uint8Array | undefined>): void {
  for (const secret of secrets) secret?.fill(0);
}

/** SHA-256 over the label and the parts, each with its length. */
export const digest = (label: Label, ...parts: readonly Uint8Array[]): Uint8Array => sha256(labelled(label, ...parts));

/** HKDF-SHA-256: `count` keys of 32 octets. */
export function derive(salt: Uint8Array, secret: Uint8Array, label: Label, count: number): Uint8Array[] {
  const octets = hkdf(sha256, secret, salt, labelled(label), 32 * count);
  return Array.from({ length: count }, (_, index) => octets.subarray(32 * index, 32 * (index + 1)));
}

/** One step of a chain: the key of this message and the key of the chain after it (Double Ratchet, 5.2). */
export const stepChain = (chain: Uint8Array): { readonly key: Uint8Array; readonly chain: Uint8Array } => ({
  key: hmac(sha256, chain, Uint8Array.of(1)),
  chain: hmac(sha256, chain, Uint8Array.of(2)),
});

export function makeAgreementKey(random: Random): KeyPair {
  const secret = random(32);
  return { secret, public: x25519.getPublicKey(secret) };
}

/** X25519. `undefined` for a point of low order, whose result would be zero (RFC 7748, 6.1): the library refuses it. */
export function agree(secret: Uint8Array, point: Uint8Array): Uint8Array | undefined {
  try {
    return x25519.getSharedSecret(secret, point);
  } catch {
    return undefined;
  }
}

export const signingKeyOf = (secret: Uint8Array): Uint8Array => ed25519.getPublicKey(secret);
export const agreementKeyOf = (secret: Uint8Array): Uint8Array => x25519.getPublicKey(secret);

export const signWith = (secret: Uint8Array, content: Uint8Array): Uint8Array => ed25519.sign(content, secret);

export function verifySignature(key: Uint8Array, content: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, content, key, { zip215: false });
  } catch {
    return false;
  }
}

/** The key pair of a seed of 64 octets (FIPS 203, 7.1); the seed is what is stored. */
export const kemKeys = (seed: Uint8Array): KeyPair => {
  const { secretKey, publicKey } = ml_kem768.keygen(seed);
  return { secret: secretKey, public: publicKey };
};

/** `undefined` where the key fails the check of FIPS 203, 7.2. */
export function encapsulate(
  key: Uint8Array,
  random: Random,
): { readonly secret: Uint8Array; readonly sealed: Uint8Array } | undefined {
  const entropy = random(32);
  try {
    const { sharedSecret, cipherText } = ml_kem768.encapsulate(key, entropy);
    return { secret: sharedSecret, sealed: cipherText };
  } catch {
    return undefined;
  } finally {
    wipe(entropy);
  }
}

/** Never fails for a ciphertext of the right length: a wrong one gives a secret that nobody else has (FIPS 203, 6.3). */
export function decapsulate(seed: Uint8Array, sealed: Uint8Array): Uint8Array {
  const { secret } = kemKeys(seed);
  try {
    return ml_kem768.decapsulate(sealed, secret);
  } finally {
    wipe(secret);
  }
}

export const sealWith = (key: Uint8Array, nonce: Uint8Array, bound: Uint8Array, content: Uint8Array): Uint8Array =>
  gcm(key, nonce, bound).encrypt(content);

/** `undefined` where the tag does not fit. */
export function openWith(
  key: Uint8Array,
  nonce: Uint8Array,
  bound: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | undefined {
  try {
    return gcm(key, nonce, bound).decrypt(sealed);
  } catch {
    return undefined;
  }
}

/** Whether two public values are the same octets. */
export const sameOctets = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((octet, index) => octet === other[index]);
