import { LIMITS } from '../core/limits';
import { COMMON_PASSPHRASES } from './common-passphrases';

const FEWEST_DISTINCT = 5;

/** Too short, too plain, or on every guesser's first page. A floor, not a measure. */
export function isWeakPassphrase(passphrase: string): boolean {
  const text = passphrase.normalize('NFC');
  const characters = [...text];
  if (characters.length < LIMITS.passphraseMinimum) return true;
  if (new Set(characters.map((character) => character.toLowerCase())).size < FEWEST_DISTINCT) return true;
  if (isRun(characters)) return true;
  const bare = bareForm(text);
  return bare === '' ? false : COMMON_PASSPHRASES.some((common) => isMadeOf(bare, common));
}

/** What is left without case, spaces and the usual decorations at the end. */
const bareForm = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[\s._-]/g, '')
    .replace(/[\d!?.*#]{1,8}$/, '');

/** A common word alone, or only repeated: `passwordpassword`. */
const isMadeOf = (text: string, common: string): boolean => text.replaceAll(common, '') === '';

/** Neighbours in the code table, up or down: `abcdefghijkl`, `210987654321`. */
function isRun(characters: readonly string[]): boolean {
  const codes = characters.map((character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, at) => code - (codes[at] ?? 0));
  return steps.filter((step) => Math.abs(step) === 1).length > steps.length * 0.8;
}
