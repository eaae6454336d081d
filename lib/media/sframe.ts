import type { FrameCipher } from './frame-cipher';
import { type Header, readHeader, writeHeader } from './header';
import { join, type Octets } from './octets';
import { TAG_OCTETS } from './suites';

/** Which key, and which use of it. */
export type Use = Header & { readonly cipher: FrameCipher };

/** RFC 9605, 4.4.3: header and ciphertext. The caller never gives the same counter twice. */
export async function sealSFrame({ cipher, ...use }: Use, metadata: Octets, plain: Octets): Promise<Octets> {
  const header = writeHeader(use);
  return join(header, await cipher.seal(use.counter, join(header, metadata), plain));
}

/** The same, at once. */
export function sealSFrameNow({ cipher, ...use }: Use, metadata: Octets, plain: Octets): Octets {
  const header = writeHeader(use);
  return join(header, cipher.sealNow(use.counter, join(header, metadata), plain));
}

/** A frame with its parts as views. */
export type SFrame = Header & { readonly header: Octets; readonly ciphertext: Octets };

/** `undefined` where the header is not one, or no whole tag follows. */
export function readSFrame(octets: Octets): SFrame | undefined {
  const header = readHeader(octets);
  if (header === undefined || octets.length < header.length + TAG_OCTETS) return undefined;
  const { kid, counter, length } = header;
  return { kid, counter, header: octets.subarray(0, length), ciphertext: octets.subarray(length) };
}

/** RFC 9605, 4.4.4. `undefined` where the tag does not fit. */
export const openSFrame = (cipher: FrameCipher, frame: SFrame, metadata: Octets): Promise<Octets | undefined> =>
  cipher.open(frame.counter, join(frame.header, metadata), frame.ciphertext);

/** The same, at once. */
export const openSFrameNow = (cipher: FrameCipher, frame: SFrame, metadata: Octets): Octets | undefined =>
  cipher.openNow(frame.counter, join(frame.header, metadata), frame.ciphertext);
