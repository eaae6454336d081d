import { KeyRound, LockKeyhole, X } from 'lucide';
import { useRef, useState } from 'preact/hooks';
import { showForeign } from '../../core/show-foreign';
import { PressButton } from '../shared/press-button';
import type { Composer } from './composer';
import { readinessOf, type Writing } from './composer-state';
import { audienceWords } from './readiness';
import './send-row.css';
import { progressWords, saveWords } from './save-words';

const UNSEEN = 'The page covered or moved this, so nothing was sent. Look at the recipients, then send again.';

/** The end of the composer: to whom, whether it can go, and the one button that seals and sends. */
export function SendRow({ composer, writing }: { composer: Composer; writing: Writing }) {
  const row = useRef<HTMLDivElement>(null);
  const [unseen, setUnseen] = useState(false);
  const ready = readinessOf(writing);
  const { sending } = writing;
  const reason = unseen ? UNSEEN : ready.ready ? '' : ready.reason;
  return (
    <div ref={row} class="composer-send-row">
      <div class="composer-send-words">
        <div id="composer-reason" data-testid="composer-reason" aria-live="polite">
          <p class="composer-audience">{showForeign(audienceWords(writing.draft), 1_000)}</p>
          {sending === undefined && reason !== '' && <p>{showForeign(reason, 1_000)}</p>}
        </div>
        <p class="soft small" data-testid="composer-status" role="status" data-saved={writing.saved.step}>
          {sending === undefined ? saveWords(writing.saved) : progressWords(sending)}
        </p>
        {sending !== undefined && (
          <progress
            class="composer-progress"
            aria-label="Sending"
            value={sending.step === 'sealing' ? sending.fraction : undefined}
            max={1}
          />
        )}
      </div>
      {sending !== undefined && sending.step === 'sealing' && (
        <PressButton weight="free" id="composer-cancel" icon={X} onPress={composer.cancelSending}>
          Cancel
        </PressButton>
      )}
      {!writing.canSign && (
        <PressButton weight="free" id="composer-make-key" icon={KeyRound} onPress={() => void composer.makeKey()}>
          Make a key
        </PressButton>
      )}
      <PressButton
        id="composer-send"
        kind="main"
        icon={LockKeyhole}
        weight="signs"
        context={row}
        busy={sending !== undefined}
        blocked={!ready.ready}
        describedBy="composer-reason"
        onUnseen={() => setUnseen(true)}
        onPress={() => {
          setUnseen(false);
          composer.send().catch(() => undefined);
        }}
      >
        Send sealed
      </PressButton>
    </div>
  );
}
