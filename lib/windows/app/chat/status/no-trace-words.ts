import type { NoTraceView } from '../../../../core/chat';

/** What a conversation without trace waits for. */
export function noTraceWords({ phase }: NoTraceView, first: string): string {
  switch (phase) {
    case 'none':
      return 'Nothing of it is kept: not here, not by the other, not at the relay. Both have to be online.';
    case 'asking':
      return `Waiting for ${first} to agree`;
    case 'asked':
      return `${first} asks for a conversation without trace`;
    case 'starting':
      return 'Making new keys';
    case 'private':
      return 'No trace: nothing of this is kept';
    case 'ended':
      return 'Ended. Everything of it is gone.';
  }
}
