import { sha256, sha512 } from '@noble/hashes/sha2.js';

/** A cipher suite of RFC 9605, 4.5. Nonces have 12 octets and tags 16 in both; `id` is IANA's. */
export type Suite = {
  readonly id: 4 | 5;
  readonly hash: typeof sha256 | typeof sha512;
  /** Nh, Nk. */
  readonly hashOctets: number;
  readonly keyOctets: number;
};

export const NONCE_OCTETS = 12;
export const TAG_OCTETS = 16;

export const AES_128_GCM_SHA256_128: Suite = { id: 4, hash: sha256, hashOctets: 32, keyOctets: 16 };
/** The one that Sotto uses. */
export const AES_256_GCM_SHA512_128: Suite = { id: 5, hash: sha512, hashOctets: 64, keyOctets: 32 };
