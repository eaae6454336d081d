import { SALT_AT, SALT_OCTETS } from './format';

/** One segment: its number from 0, and whether it is the last. */
export type Segment = { readonly number: number; readonly last: boolean };
export type FileCipher = {
  seal(segment: Segment, content: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
  /** `undefined` where it is not this segment of this file, as it was sealed. */
  open(segment: Segment, sealed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | undefined>;
};

const INFO = new TextEncoder().encode('Sotto/1 file');
const PREFIX_OCTETS = 7;

/**
 * The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015) over AES-256-GCM, with a key and a nonce prefix
 * that HKDF-SHA-256 (RFC 5869) makes from the file's key and the header's salt. The header is bound to every segment.
 */
export async function createCipher(key: Uint8Array<ArrayBuffer>, header: Uint8Array<ArrayBuffer>): Promise<FileCipher> {
  const salt = header.subarray(SALT_AT, SALT_AT + SALT_OCTETS);
  const material = await crypto.subtle.importKey('raw', key, 'HKDF', false, ['deriveBits']);
  const derived = new Uint8Array(
    await crypto.subtle.deriveBits(
      { name: 'HKDF', hash: 'SHA-256', salt, info: INFO },
      material,
      (32 + PREFIX_OCTETS) * 8,
    ),
  );
  const prefix = derived.slice(32);
  const aes = await crypto.subtle.importKey('raw', derived.subarray(0, 32), 'AES-GCM', false, ['encrypt', 'decrypt']);
  derived.fill(0);

  /** Prefix, number (uint32), 1 for the last. */
  const algorithmOf = ({ number, last }: Segment) => {
    const iv = new Uint8Array(PREFIX_OCTETS + 5);
    iv.set(prefix);
    new DataView(iv.buffer).setUint32(PREFIX_OCTETS, number);
    iv[PREFIX_OCTETS + 4] = last ? 1 : 0;
    return { name: 'AES-GCM', iv, additionalData: header };
  };

  return {
    seal: async (segment, content) => new Uint8Array(await crypto.subtle.encrypt(algorithmOf(segment), aes, content)),
    open: async (segment, sealed) => {
      try {
        return new Uint8Array(await crypto.subtle.decrypt(algorithmOf(segment), aes, sealed));
      } catch {
        return undefined;
      }
    },
  };
}
