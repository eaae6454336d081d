import { canary } from '../lab/leaks';

const WORDS = ['Grüße', 'żółć', 'привет', 'שלום', '你好', '👋🏽', '👩‍👩‍👧', '🇨🇭', 'a & b < c > "d"', 'it’s – naïve ✓'];

/** A hundred texts of every script, and a word that stands in each of them and nowhere else. */
export function hundredTexts(who: string): { readonly word: string; readonly texts: readonly string[] } {
  const word = canary(who);
  return { word, texts: Array.from({ length: 100 }, (_, index) => `${index} ${WORDS[index % WORDS.length]} ${word}`) };
}
