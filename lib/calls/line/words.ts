import type { CallWords } from '../../core/calls';
import { charactersOf, wordsOf } from '../../media/render-sas';
import type { KeptLine } from './kept-line';
import type { LineProgress } from './progress';

/** What both screens show. Words of an aborted or unfinished exchange are never shown. */
export function wordsOfLine({ state, compared }: LineProgress, line: KeptLine | undefined): CallWords {
  if (state === 'failed') return { state: 'failed', code: 'call/no-words' };
  if (state !== 'done' || line === undefined) return { state: 'waiting' };
  const { continuity, verified, sas } = line;
  const words = {
    state: 'ready',
    characters: charactersOf(sas),
    words: wordsOf(sas),
    continuity,
    verified,
  } as const;
  return compared === undefined ? words : { ...words, compared };
}
