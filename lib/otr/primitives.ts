import AES from 'crypto-js/aes';
import HmacSHA1 from 'crypto-js/hmac-sha1';
import HmacSHA256 from 'crypto-js/hmac-sha256';
import WordArray from 'crypto-js/lib-typedarrays';
import CTR from 'crypto-js/mode-ctr';
import NoPadding from 'crypto-js/pad-nopadding';
import SHA1 from 'crypto-js/sha1';
import SHA256 from 'crypto-js/sha256';

// The one file that says crypto-js: octets in, octets out. Its word arrays are overwritten where we hold them.

type Words = ReturnType<typeof SHA1>;

const toWords = (octets: Uint8Array): Words => WordArray.create(octets);

const wipeWords = (...all: readonly Words[]): void => {
  for (const { words } of all) words.fill(0);
};

function toOctets({ words, sigBytes }: Words): Uint8Array {
  const octets = new Uint8Array(sigBytes);
  for (let at = 0; at < sigBytes; at++) octets[at] = ((words[at >>> 2] ?? 0) >>> (24 - (at % 4) * 8)) & 0xff;
  return octets;
}

const hash =
  (algorithm: (message: Words) => Words) =>
  (octets: Uint8Array): Uint8Array => {
    const message = toWords(octets);
    const digest = algorithm(message);
    const result = toOctets(digest);
    wipeWords(message, digest);
    return result;
  };

const hmac =
  (algorithm: (message: Words, key: Words) => Words) =>
  (key: Uint8Array, octets: Uint8Array): Uint8Array => {
    const secret = toWords(key);
    const result = toOctets(algorithm(toWords(octets), secret));
    wipeWords(secret);
    return result;
  };

/** 20 octets. */
export const sha1 = hash(SHA1);
/** 32 octets. */
export const sha256 = hash(SHA256);
/** 20 octets: the authenticator of a data message. */
export const hmacSha1 = hmac(HmacSHA1);
/** 32 octets. */
export const hmacSha256 = hmac(HmacSHA256);

/**
 * AES-128 in counter mode: the same call enciphers and deciphers. `topHalf` is the upper 64 bits of the first counter
 * value, the lower 64 begin at zero ("Top half of counter init").
 */
export function aesCtr(key: Uint8Array, topHalf: bigint, octets: Uint8Array): Uint8Array {
  const counter = new Uint8Array(16);
  new DataView(counter.buffer).setBigUint64(0, topHalf);
  const secret = toWords(key);
  const message = toWords(octets);
  const { ciphertext } = AES.encrypt(message, secret, { mode: CTR, iv: toWords(counter), padding: NoPadding });
  const result = toOctets(ciphertext);
  wipeWords(secret, message, ciphertext);
  return result;
}

/** Overwrites secrets. What the engine copied elsewhere is out of reach (docs/otr.md). */
export const wipe = (...all: readonly Uint8Array[]): void => {
  for (const octets of all) octets.fill(0);
};
