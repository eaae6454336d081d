import { LIMITS } from '../core/limits';

export type Strength = { readonly level: 0 | 1 | 2 | 3; readonly words: string };

/**
 * A rough guess in bits, on the careful side: kinds of characters, less what repeats or counts up.
 * It only advises; the background decides what it refuses (`vault/weak-passphrase`).
 */
export function guessBits(passphrase: string): number {
  let bits = 0;
  let before = -1;
  let step = 0;
  const seen = new Set<string>();
  for (const character of passphrase) {
    const code = character.codePointAt(0) ?? 0;
    const predictable = code === before || code - before === step || seen.has(character);
    bits += predictable ? 1 : Math.log2(alphabet(character)) * 0.75;
    step = code - before;
    before = code;
    seen.add(character);
  }
  return bits;
}

const alphabet = (character: string): number => {
  if (/[0-9]/.test(character)) return 10;
  if (/[a-zA-Z ]/.test(character)) return 26;
  return 60;
};

export function strengthOf(passphrase: string): Strength {
  const words = passphrase.trim().split(/\s+/).length;
  if (passphrase.length < LIMITS.passphraseMinimum) {
    const missing = LIMITS.passphraseMinimum - passphrase.length;
    return { level: 0, words: passphrase === '' ? '' : `Too short: ${missing} more characters.` };
  }
  const bits = guessBits(passphrase);
  if (bits < 32) return { level: 1, words: 'Easy to guess. Add a word that has nothing to do with the others.' };
  if (bits < 48 && words < 5) return { level: 2, words: 'Good. One more word makes it strong.' };
  return { level: 3, words: 'Strong. Write it down once and keep the paper where you keep other papers.' };
}
