import type { NoTraceView } from '../../../../core/chat';
import type { ErrorCode } from '../../../../core/error-codes';
import { sentenceFor } from '../../../../core/errors';

/** The shorter of the two limits of a text: what one command carries. In UTF-16 units. */
export const MOST_CHARACTERS = 10_000;

type NoTraceWords = { readonly words: string; readonly more?: string };

/** What a conversation without trace waits for. */
export function noTraceWords({ phase }: Pick<NoTraceView, 'phase'>, first: string): NoTraceWords {
  const kept = `Nothing of it is kept: not by your Sotto, not by that of ${first}, not at the relay.`;
  switch (phase) {
    case 'none':
      return {
        words: kept,
        more: `Both of you have to be online, and ${first} has to agree. Nobody can keep ${first} from copying the screen.`,
      };
    case 'asking':
      return { words: `Waiting for ${first} to agree`, more: 'The question is open for a minute.' };
    case 'asked':
      return { words: `${first} asks for a conversation without trace`, more: kept };
    case 'starting':
      return { words: 'Making new keys', more: 'This takes half a minute at most.' };
    case 'private':
      return { words: 'Nothing of this is kept' };
    case 'ended':
      return { words: 'Ended. Everything of it is gone.' };
  }
}

/** Here nothing waits: what did not arrive is lost, and has to be said again. */
export function noTraceProblem(code: ErrorCode, first: string): string {
  if (code === 'relay/unreachable') return `${first} cannot be reached now. Both of you have to be online; try again.`;
  return sentenceFor(code);
}
