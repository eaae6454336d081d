import { x25519 } from '@noble/curves/ed25519.js';

/** X25519 (RFC 7748), so that a program with a faster one can put it in. Secrets are 32 random octets. */
export type Agreement = {
  publicKey(secret: Uint8Array): Uint8Array;
  /** `undefined` for a point of low order (RFC 7748, 6.1). */
  agree(secret: Uint8Array, point: Uint8Array): Uint8Array | undefined;
};

export const x25519Agreement: Agreement = {
  publicKey: (secret) => x25519.getPublicKey(secret),
  agree(secret, point) {
    try {
      return x25519.getSharedSecret(secret, point);
    } catch {
      return undefined;
    }
  },
};
