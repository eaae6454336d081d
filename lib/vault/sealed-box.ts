import { openAes, sealAes } from './aes';
import { concat, solid, utf8 } from './octets';

/**
 * Sealing to a public key, so that a draft can be put away while the keys are locked.
 * Ephemeral X25519 (RFC 7748), HKDF-SHA-256 (RFC 5869) over both public keys, AES-256-GCM.
 * Shape: version (1) || ephemeral public key (32) || AES-GCM octets.
 */
const VERSION = 1;
const PUBLIC_OCTETS = 32;
const INFO = 'sotto/sealed-box/1';

export type BoxPair = {
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** PKCS #8 (RFC 8410): the caller seals and wipes it. */
  readonly privateKey: Uint8Array<ArrayBuffer>;
};

export async function makeBoxPair(): Promise<BoxPair> {
  const pair = (await crypto.subtle.generateKey('X25519', true, ['deriveBits'])) as CryptoKeyPair;
  return {
    publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)),
    privateKey: new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey)),
  };
}

export const importBoxPrivateKey = (pkcs8: Uint8Array): Promise<CryptoKey> =>
  crypto.subtle.importKey('pkcs8', solid(pkcs8), 'X25519', false, ['deriveBits']);

const importPublicKey = (octets: Uint8Array): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', solid(octets), 'X25519', true, []);

async function boxKey(shared: ArrayBuffer, ephemeral: Uint8Array, recipient: Uint8Array): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  new Uint8Array(shared).fill(0);
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: concat(ephemeral, recipient), info: utf8(INFO) };
  return crypto.subtle.deriveKey(algorithm, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

export async function sealToBox(
  publicKey: Uint8Array,
  octets: Uint8Array,
  context: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const pair = (await crypto.subtle.generateKey('X25519', false, ['deriveBits'])) as CryptoKeyPair;
  const ephemeral = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const recipient = await importPublicKey(publicKey);
  const shared = await crypto.subtle.deriveBits({ name: 'X25519', public: recipient }, pair.privateKey, 256);
  const sealed = await sealAes(await boxKey(shared, ephemeral, publicKey), octets, context);
  return concat(Uint8Array.of(VERSION), ephemeral, sealed);
}

/** `undefined` where the box is for another key or context, or was changed. */
export async function openBox(
  privateKey: CryptoKey,
  publicKey: Uint8Array,
  box: Uint8Array,
  context: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (box[0] !== VERSION || box.length <= 1 + PUBLIC_OCTETS) return undefined;
  const ephemeral = box.slice(1, 1 + PUBLIC_OCTETS);
  try {
    const sender = await importPublicKey(ephemeral);
    const shared = await crypto.subtle.deriveBits({ name: 'X25519', public: sender }, privateKey, 256);
    return await openAes(await boxKey(shared, ephemeral, publicKey), box.subarray(1 + PUBLIC_OCTETS), context);
  } catch {
    return undefined;
  }
}
