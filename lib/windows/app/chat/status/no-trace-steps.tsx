import { Button } from '../../../../../components/button';
import type { NoTraceView } from '../../../../core/chat';

type NoTraceStepsProps = {
  readonly phase: Exclude<NoTraceView['phase'], 'private'>;
  readonly first: string;
  readonly busy: boolean;
  readonly onAsk: () => void;
  readonly onAnswer: (agree: boolean) => void;
  readonly onEnd: () => void;
};

/** What can be done before it is private, and after it ended. */
export function NoTraceSteps({ phase, first, busy, onAsk, onAnswer, onEnd }: NoTraceStepsProps) {
  switch (phase) {
    case 'none':
    case 'ended':
      return (
        <div class="row">
          <Button kind="main" busy={busy} testId="notrace-ask" onClick={onAsk}>
            {phase === 'none' ? `Ask ${first}` : `Ask ${first} again`}
          </Button>
        </div>
      );
    case 'asking':
    case 'starting':
      return (
        <div class="row">
          <Button onClick={onEnd}>{phase === 'asking' ? 'Stop asking' : 'Stop'}</Button>
        </div>
      );
    case 'asked':
      return (
        <div class="row">
          <Button kind="main" busy={busy} testId="notrace-agree" onClick={() => onAnswer(true)}>
            Agree
          </Button>
          <Button disabled={busy} onClick={() => onAnswer(false)}>
            Decline
          </Button>
        </div>
      );
  }
}
