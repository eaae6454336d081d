import type { BookChange } from './book';
import type { TalkWrite } from './rows';
import type { Talk } from './talk';

/**
 * Lines that are kept of one talk, of words and of steps: the newest of each, so that no greetings of a stranger push
 * out words. An older text that a page shows again is said to be not kept.
 */
const MOST_LINES = 10_000;

/** The talk with its lines counted, the place of each new one, and what goes for them. */
export function keepNewest(
  wanted: Talk,
  stored: Talk | undefined,
  lines: NonNullable<BookChange['lines']>,
  most = MOST_LINES,
): {
  readonly talk: Talk;
  readonly orders: readonly number[];
  readonly removeLines: NonNullable<TalkWrite['removeLines']>;
} {
  if (lines.length === 0)
    return { talk: stored?.lines ? { ...wanted, lines: stored.lines } : wanted, orders: [], removeLines: [] };
  const { id } = wanted;
  let { texts, steps } = stored?.lines ?? wanted.lines ?? { texts: 0, steps: 0 };
  const orders = lines.map(({ line }) => {
    if (line.kind === 'step') steps += 1;
    else texts += 1;
    return line.kind === 'step' ? -steps : texts;
  });
  return {
    talk: { ...wanted, lines: { texts, steps } },
    orders,
    removeLines: [
      ...(texts > most ? [{ talk: id, from: 0, upTo: texts - most }] : []),
      ...(steps > most ? [{ talk: id, from: most - steps, upTo: -1 }] : []),
    ],
  };
}
