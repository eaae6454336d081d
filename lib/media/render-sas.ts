import { EVEN_WORDS, ODD_WORDS } from './pgp-words';

/** z-base-32, without the characters that sound or look alike: RFC 6189, 5.1.6. */
const CHARACTERS = 'ybndrfg8ejkmcpqxot1uwisza345h769';

/** The first 20 of the 32 bits, as four characters. */
export function charactersOf(sas: Uint8Array): string {
  const bits = new DataView(sas.buffer, sas.byteOffset, 4).getUint32(0);
  return [27, 22, 17, 12].map((shift) => CHARACTERS[(bits >>> shift) & 0x1f]).join('');
}

/** All 32 bits, as four words of two and three syllables in turn, so that a missing or swapped one is heard. */
export const wordsOf = (sas: Uint8Array): readonly string[] =>
  [...sas.subarray(0, 4)].map((octet, at) => (at % 2 === 0 ? EVEN_WORDS : ODD_WORDS)[octet] ?? '');
