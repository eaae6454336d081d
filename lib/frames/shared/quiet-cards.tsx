import { Lock, LockOpen, RotateCw } from 'lucide';
import { Icon } from '../../../components/icon';
import { Mark } from '../../../components/mark';
import { Notice } from '../../../components/notice';
import type { ErrorCode } from '../../core/error-codes';
import { sentenceFor } from '../../core/errors';
import { PressButton } from './press-button';

/** The keys are closed: what happened, and the one way on. It goes on by itself once they are open. */
export function LockedCard(props: { id: string; words: string; more?: string; onUnlock: () => void }) {
  return (
    <div class="frame-card" role="status">
      <Mark size={16} />
      <Icon icon={Lock} size={20} />
      <div class="frame-card-words">
        <strong>{props.words}</strong>
        {props.more !== undefined && <p class="soft">{props.more}</p>}
      </div>
      <PressButton weight="free" id={props.id} kind="main" icon={LockOpen} onPress={props.onUnlock}>
        Unlock
      </PressButton>
    </div>
  );
}

/** What may be over by itself; a damaged or foreign message stays what it is. */
const PASSING = /^(?:bus|store|vault)\/|^mail\/source-unavailable$/;

/** Something failed: its sentence, which says what to do. */
export function FailureCard({ id, code, onRetry }: { id: string; code: ErrorCode; onRetry?: () => void }) {
  const again =
    onRetry === undefined || !PASSING.test(code) ? undefined : (
      <PressButton weight="free" id={`${id}-retry`} icon={RotateCw} onPress={onRetry}>
        Try again
      </PressButton>
    );
  return (
    <div data-testid={id} data-code={code}>
      <Notice tone="stop" actions={again}>
        {sentenceFor(code)}
      </Notice>
    </div>
  );
}
