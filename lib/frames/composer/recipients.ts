import { toEmailAddress } from '../../core/parse';

/** Where a list is cut: comma, semicolon, a new line, a tab. */
const CUTS = [',', ';', '\n', '\r', '\t'];

/**
 * The addresses of a typed or pasted list (`Anna Berg <anna@example.org>, bob@example.org; …`), lower case, each once.
 * What is no whole address is kept as it was typed, so that nothing vanishes: the composer shows it as incomplete.
 */
export function parseRecipients(list: string): readonly string[] {
  const found = pieces(list).flatMap((piece) => addressesIn(piece));
  return [...new Set(found)];
}

/** Whether typed text ends where the next address would begin. */
export const endsRecipient = (typed: string): boolean =>
  CUTS.some((cut) => typed.includes(cut)) && pieces(typed).length > 0;

/** The list with more in it, each address once. */
export const addRecipients = (list: readonly string[], more: readonly string[]): readonly string[] => [
  ...new Set([...list, ...more]),
];

/** Cuts outside quotes, angle brackets and comments (RFC 5322, 3.4). */
function pieces(list: string): readonly string[] {
  const found: string[] = [];
  let current = '';
  let quoted = false;
  let bracket = false;
  for (const character of list) {
    if (character === '"') quoted = !quoted;
    if (!quoted && character === '<') bracket = true;
    if (!quoted && character === '>') bracket = false;
    const cut = CUTS.includes(character) && !((quoted || bracket) && character !== '\n' && character !== '\r');
    if (cut) {
      found.push(current);
      [current, quoted, bracket] = ['', false, false];
    } else {
      current += character;
    }
  }
  found.push(current);
  return found.map((piece) => piece.trim()).filter((piece) => piece !== '');
}

function addressesIn(piece: string): readonly string[] {
  const inBrackets = /<\s*(?:mailto:)?([^<>]*?)\s*>[^<>]*$/i.exec(piece)?.[1];
  const bare = (inBrackets ?? piece).replace(/^mailto:/i, '').trim();
  const address = toEmailAddress(bare);
  if (address !== undefined) return [address];
  // Addresses pasted with nothing but spaces between them.
  const words = bare.split(/\s+/).map((word) => toEmailAddress(word));
  const whole = words.flatMap((word) => word ?? []);
  return whole.length === words.length && whole.length > 0 ? whole : [piece.slice(0, 320)];
}
