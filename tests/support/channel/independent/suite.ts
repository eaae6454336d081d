import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  decapsulate,
  diffieHellman,
  encapsulate,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { join, opaque } from './wire';

// The one suite of docs/protocol.md, section 1, with node:crypto alone.

const SPKI = {
  x25519: Buffer.from('302a300506032b656e032100', 'hex'),
  ed25519: Buffer.from('302a300506032b6570032100', 'hex'),
  'ml-kem-768': Buffer.from('308204b2300b0609608648016503040402038204a100', 'hex'),
} as const;
type Kind = keyof typeof SPKI;

export type Pair = { readonly secret: KeyObject; readonly public: Buffer };

export function makePair(kind: Kind): Pair {
  // The overloads want one literal each.
  const { privateKey, publicKey } =
    kind === 'x25519'
      ? generateKeyPairSync('x25519')
      : kind === 'ed25519'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('ml-kem-768');
  const der = publicKey.export({ format: 'der', type: 'spki' });
  return { secret: privateKey, public: der.subarray(SPKI[kind].length) };
}

const publicKey = (kind: Kind, octets: Uint8Array): KeyObject =>
  createPublicKey({ key: join(SPKI[kind], octets), format: 'der', type: 'spki' });

/** An X25519 secret of 32 octets, as the test vectors give it. */
export const secretOf = (octets: Uint8Array): KeyObject =>
  createPrivateKey({
    key: join(Buffer.from('302e020100300506032b656e04220420', 'hex'), octets),
    format: 'der',
    type: 'pkcs8',
  });

export function dh(secret: KeyObject, point: Uint8Array): Buffer {
  const shared = diffieHellman({ privateKey: secret, publicKey: publicKey('x25519', point) });
  if (shared.every((octet) => octet === 0)) throw new Error('weak-key');
  return shared;
}

export const seal = (key: Uint8Array) => encapsulate(publicKey('ml-kem-768', key));
export const unseal = (secret: KeyObject, sealed: Uint8Array): Buffer => decapsulate(secret, sealed);

export const L = (label: string, ...parts: readonly Uint8Array[]): Buffer =>
  join(opaque(Buffer.from(label, 'ascii')), ...parts.map(opaque));
export const H = (label: string, ...parts: readonly Uint8Array[]): Buffer =>
  createHash('sha256')
    .update(L(label, ...parts))
    .digest();

export function KDF(salt: Uint8Array, secret: Uint8Array, label: string, count: number): Buffer[] {
  const octets = Buffer.from(hkdfSync('sha256', secret, salt, L(label), 32 * count));
  return Array.from({ length: count }, (_, index) => octets.subarray(32 * index, 32 * index + 32));
}

export const hmac = (key: Uint8Array, octet: number): Buffer =>
  createHmac('sha256', key).update(Buffer.of(octet)).digest();

export const signParts = (secret: KeyObject, label: string, ...parts: readonly Uint8Array[]): Buffer =>
  sign(null, L(label, ...parts), secret);
export const checkParts = (
  key: Uint8Array,
  signature: Uint8Array,
  label: string,
  ...parts: readonly Uint8Array[]
): boolean => verify(null, L(label, ...parts), publicKey('ed25519', key), signature);

export function encrypt(key: Uint8Array, nonce: Uint8Array, bound: Uint8Array, content: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bound);
  return Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

export function decrypt(key: Uint8Array, nonce: Uint8Array, bound: Uint8Array, sealed: Uint8Array): Buffer | undefined {
  const cipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(bound);
  cipher.setAuthTag(sealed.subarray(-16));
  try {
    return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
  } catch {
    return undefined;
  }
}
