import { concatBytes } from '@noble/curves/utils.js';
import { sha1, sha256, wipe } from './primitives';

// "Computing AES keys, MAC keys, and the secure session id". Every function wipes the `secbytes` it is given.

/** h2(b), of 32 octets. */
const h2 = (byte: number, secbytes: Uint8Array): Uint8Array => prefixed(sha256, byte, secbytes);
/** h1(b), of 20 octets. */
const h1 = (byte: number, secbytes: Uint8Array): Uint8Array => prefixed(sha1, byte, secbytes);

function prefixed(hash: (octets: Uint8Array) => Uint8Array, byte: number, secbytes: Uint8Array): Uint8Array {
  const input = concatBytes(Uint8Array.of(byte), secbytes);
  const result = hash(input);
  wipe(input);
  return result;
}

/** What makes and checks one of the two signatures: c, m1, m2 for Reveal Signature, c', m1', m2' for Signature. */
export type SignatureKeys = { readonly cipher: Uint8Array; readonly inner: Uint8Array; readonly outer: Uint8Array };

export type AkeSecrets = {
  /** The secure session id, 8 octets. */
  readonly sessionId: Uint8Array;
  readonly revealSignature: SignatureKeys;
  readonly signature: SignatureKeys;
};

export function deriveAkeSecrets(secbytes: Uint8Array): AkeSecrets {
  const ciphers = h2(0x01, secbytes);
  const result = {
    sessionId: h2(0x00, secbytes).slice(0, 8),
    revealSignature: { cipher: ciphers.slice(0, 16), inner: h2(0x02, secbytes), outer: h2(0x03, secbytes) },
    signature: { cipher: ciphers.slice(16), inner: h2(0x04, secbytes), outer: h2(0x05, secbytes) },
  };
  wipe(secbytes, ciphers);
  return result;
}

/** The keys of one pairing of Diffie-Hellman keys. */
export type DataKeys = {
  readonly sendCipher: Uint8Array;
  readonly sendMac: Uint8Array;
  readonly receiveCipher: Uint8Array;
  readonly receiveMac: Uint8Array;
  /** The extra symmetric key, 32 octets. */
  readonly extra: Uint8Array;
};

/** Who has the numerically greater public key is the "high" end. */
export function deriveDataKeys(secbytes: Uint8Array, ours: bigint, theirs: bigint): DataKeys {
  const [sendByte, receiveByte] = ours > theirs ? [0x01, 0x02] : [0x02, 0x01];
  const cipher = (byte: number): Uint8Array => {
    const whole = h1(byte, secbytes);
    const key = whole.slice(0, 16);
    wipe(whole);
    return key;
  };
  const [sendCipher, receiveCipher] = [cipher(sendByte), cipher(receiveByte)];
  const extra = h2(0xff, secbytes);
  wipe(secbytes);
  return { sendCipher, sendMac: sha1(sendCipher), receiveCipher, receiveMac: sha1(receiveCipher), extra };
}

export const wipeDataKeys = (keys: DataKeys): void => wipe(...Object.values(keys));
