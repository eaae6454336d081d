import type { NoTraceView } from '../../core/chat';
import type { OtrEvent } from '../../otr/events';

/** Characters of a question of theirs that are shown. */
const QUESTION = 1_000;

/** What a person is told of a comparison. One that was stopped, or where a proof was wrong, has no result. */
export function smpViewOf(event: Extract<OtrEvent, { type: 'smp' }>): NoTraceView['smp'] {
  switch (event.outcome) {
    case 'asked':
      return {
        state: 'asked',
        ...(event.question === undefined ? {} : { question: event.question.slice(0, QUESTION) }),
      };
    case 'same':
    case 'different':
      return { state: event.outcome };
    case 'aborted':
    case 'cheated':
      return { state: 'none', stopped: true };
  }
}
