import { expand, extract } from '@noble/hashes/hkdf.js';
import { join, type Octets } from './octets';
import { NONCE_OCTETS, type Suite } from './suites';

export type KeyAndSalt = { readonly key: Octets; readonly salt: Octets };

const text = (words: string): Uint8Array => new TextEncoder().encode(words);

/** What a label is followed by: the key id in 8 octets, the suite in 2. */
function suffix(kid: bigint, { id }: Suite): Uint8Array {
  const octets = new DataView(new ArrayBuffer(10));
  octets.setBigUint64(0, kid);
  octets.setUint16(8, id);
  return new Uint8Array(octets.buffer);
}

/** Key and salt of one key id: RFC 9605, 4.4.2. */
export function deriveKeys(suite: Suite, base: Uint8Array, kid: bigint): KeyAndSalt {
  const secret = extract(suite.hash, base, new Uint8Array());
  const bound = suffix(kid, suite);
  const key = expand(suite.hash, secret, join(text('SFrame 1.0 Secret key '), bound), suite.keyOctets);
  const salt = expand(suite.hash, secret, join(text('SFrame 1.0 Secret salt '), bound), NONCE_OCTETS);
  secret.fill(0);
  return { key, salt };
}

/** The base key after this one: RFC 9605, 5.1. Nobody finds the way back. */
export function ratchet(suite: Suite, base: Uint8Array): Octets {
  const secret = extract(suite.hash, base, new Uint8Array());
  const next = expand(suite.hash, secret, text('SFrame 1.0 Ratchet'), suite.hashOctets);
  secret.fill(0);
  return next;
}
