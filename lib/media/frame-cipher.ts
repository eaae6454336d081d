import { gcm } from '@noble/ciphers/aes.js';
import { deriveKeys } from './derive-keys';
import type { Octets } from './octets';
import type { Suite } from './suites';

/**
 * The AEAD of one key id: RFC 9605, 4.4.3. `seal` and `open` use WebCrypto; `sealNow` and `openNow` answer at once, and give
 * the same octets. Not for frames of a call: the library looks up tables by secret octets, which code that shares the
 * processor's caches can time (docs/media.md, "Cost"), and in Firefox our worker runs in the page's own process.
 * Opening answers `undefined` where the tag does not fit.
 */
export type FrameCipher = {
  seal(counter: bigint, bound: Octets, plain: Octets): Promise<Octets>;
  open(counter: bigint, bound: Octets, sealed: Octets): Promise<Octets | undefined>;
  sealNow(counter: bigint, bound: Octets, plain: Octets): Octets;
  openNow(counter: bigint, bound: Octets, sealed: Octets): Octets | undefined;
  /** Afterwards every use fails: no frame is ever sealed with a wiped key. */
  wipe(): void;
};

export function createFrameCipher(suite: Suite, base: Uint8Array, kid: bigint): FrameCipher {
  const { key, salt } = deriveKeys(suite, base, kid);
  let alive = true;
  let imported: Promise<CryptoKey> | undefined;

  /** Salt XOR counter. */
  const nonceOf = (counter: bigint): Octets => {
    if (!alive) throw new Error('a wiped key was used');
    const nonce = salt.slice();
    const view = new DataView(nonce.buffer);
    view.setBigUint64(4, view.getBigUint64(4) ^ counter);
    return nonce;
  };
  // The key is copied by the call itself, before it can be wiped (Web Cryptography API, 14.3.9).
  const webKey = (): Promise<CryptoKey> => {
    imported ??= crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']);
    return imported;
  };
  const parameters = (counter: bigint, bound: Octets) => ({
    name: 'AES-GCM',
    iv: nonceOf(counter),
    additionalData: bound,
  });

  return {
    async seal(counter, bound, plain) {
      const how = parameters(counter, bound);
      return new Uint8Array(await crypto.subtle.encrypt(how, await webKey(), plain));
    },
    async open(counter, bound, sealed) {
      const how = parameters(counter, bound);
      const opening = await webKey();
      try {
        return new Uint8Array(await crypto.subtle.decrypt(how, opening, sealed));
      } catch {
        return undefined;
      }
    },
    sealNow: (counter, bound, plain) => gcm(key, nonceOf(counter), bound).encrypt(plain) as Octets,
    openNow(counter, bound, sealed) {
      const cipher = gcm(key, nonceOf(counter), bound);
      try {
        return cipher.decrypt(sealed) as Octets;
      } catch {
        return undefined;
      }
    },
    wipe() {
      alive = false;
      key.fill(0);
      salt.fill(0);
      imported = undefined;
    },
  };
}
