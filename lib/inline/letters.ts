/**
 * Digits and consonants: letters that chats neither format nor make links, shortcodes or addresses of, and of which no
 * words come that a page replaces. Why these and no others: docs/inline.md, 2.
 */
const ALPHABET = '0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz';
const BASE = ALPHABET.length;

/** What `letterValue` answers for anything that is no letter. */
export const FOREIGN = 255;
const VALUES = new Uint8Array(128).fill(FOREIGN);
for (let value = 0; value < BASE; value++) VALUES[ALPHABET.charCodeAt(value)] = value;

/** 0 to 51, or `FOREIGN`. */
export const letterValue = (code: number): number => VALUES[code] ?? FOREIGN;

/** Octets that become letters together: 52^45 is just above 2^256. */
const BLOCK = 32;
const BLOCK_LETTERS = 45;
/** Arithmetic goes in steps of four letters and three octets: all products stay below 2^53. */
const STEP = 4;
const LIMB = 2 ** 24;

/** The fewest letters that hold so many octets: no two lengths share one, so that letters tell the length. */
const LETTERS = Array.from({ length: BLOCK + 1 }, (_, octets) => Math.ceil((octets * 8) / Math.log2(BASE)));

/** How many letters so many octets take. */
export const lettersFor = (octets: number): number =>
  Math.floor(octets / BLOCK) * BLOCK_LETTERS + (LETTERS[octets % BLOCK] ?? 0);

/** How many octets so many letters have room for. */
export function octetsIn(letters: number): number {
  const rest = letters % BLOCK_LETTERS;
  return Math.floor(letters / BLOCK_LETTERS) * BLOCK + LETTERS.findLastIndex((most) => most <= rest);
}

export function toLetters(octets: Uint8Array): string {
  let text = '';
  for (let at = 0; at < octets.length; at += BLOCK) text += writeBlock(octets.subarray(at, at + BLOCK));
  return text;
}

/** Reads `values` (0 to 51 each) as so many octets; `undefined` where these letters were never written for any. */
export function fromLetters(values: Uint8Array, octets: number): Uint8Array<ArrayBuffer> | undefined {
  const target = new Uint8Array(octets);
  for (let at = 0, from = 0; at < octets; at += BLOCK, from += BLOCK_LETTERS) {
    const block = target.subarray(at, at + BLOCK);
    if (!readBlock(values.subarray(from, from + (LETTERS[block.length] ?? 0)), block)) return undefined;
  }
  return target;
}

function writeBlock(block: Uint8Array): string {
  const limbs = new Float64Array(Math.ceil(block.length / 3));
  for (const [at, octet] of block.entries()) {
    const limb = limbs.length - 1 - Math.floor((block.length - 1 - at) / 3);
    limbs[limb] = (limbs[limb] ?? 0) * 256 + octet;
  }
  const count = LETTERS[block.length] ?? 0;
  let text = '';
  while (text.length < count) {
    let rest = divide(limbs, BASE ** STEP);
    for (let step = 0; step < STEP && text.length < count; step++) {
      text = (ALPHABET[rest % BASE] ?? '') + text;
      rest = Math.floor(rest / BASE);
    }
  }
  return text;
}

/** Divides in place and answers what is left over. */
function divide(limbs: Float64Array, by: number): number {
  let rest = 0;
  for (let at = 0; at < limbs.length; at++) {
    const held = rest * LIMB + (limbs[at] ?? 0);
    limbs[at] = Math.floor(held / by);
    rest = held % by;
  }
  return rest;
}

/** False where the letters say more than the octets hold. */
function readBlock(values: Uint8Array, block: Uint8Array): boolean {
  const limbs = new Float64Array(Math.ceil(block.length / 3));
  for (let at = 0; at < values.length; ) {
    const end = at + ((values.length - at) % STEP || STEP);
    let carry = 0;
    const by = BASE ** (end - at);
    for (; at < end; at++) carry = carry * BASE + (values[at] ?? 0);
    for (let limb = limbs.length - 1; limb >= 0; limb--) {
      const held = (limbs[limb] ?? 0) * by + carry;
      limbs[limb] = held % LIMB;
      carry = Math.floor(held / LIMB);
    }
    if (carry > 0) return false;
  }
  return writeLimbs(limbs, block);
}

function writeLimbs(limbs: Float64Array, block: Uint8Array): boolean {
  for (let back = 0; back < limbs.length * 3; back++) {
    const limb = limbs.length - 1 - Math.floor(back / 3);
    const octet = Math.floor((limbs[limb] ?? 0) / 256 ** (back % 3)) % 256;
    if (back < block.length) block[block.length - 1 - back] = octet;
    else if (octet > 0) return false;
  }
  return true;
}
