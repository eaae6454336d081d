import { useEffect, useLayoutEffect } from 'preact/hooks';
import { Notice } from '../../../components/notice';
import { Status } from '../../../components/status';
import { sentenceFor } from '../../core/errors';
import { FailureCard, LockedCard } from '../shared/quiet-cards';
import { useStore } from '../shared/store';
import { UnseenNotice } from '../shared/unseen';
import type { Composer } from './composer';
import './composer.css';
import type { ComposerState } from './composer-state';
import { WritingView } from './writing-view';

/** The composer frame, in whatever step it is. */
export function ComposerFrame({ composer }: { composer: Composer }) {
  const state = useStore(composer.state);
  useLayoutEffect(() => {
    composer.open().catch(() => undefined);
  }, [composer]);
  // The page may take the tab away at any moment: what is unsaved leaves first.
  useEffect(() => {
    const hidden = () => {
      if (document.visibilityState === 'hidden') composer.hurry();
    };
    document.addEventListener('visibilitychange', hidden);
    window.addEventListener('pagehide', composer.hurry);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      window.removeEventListener('pagehide', composer.hurry);
    };
  }, [composer]);
  return (
    <div class="composer" data-testid="composer" data-step={state.step}>
      <UnseenNotice>
        <Step composer={composer} state={state} />
      </UnseenNotice>
    </div>
  );
}

function Step({ composer, state }: { composer: Composer; state: ComposerState }) {
  switch (state.step) {
    case 'opening':
      return (
        <div class="composer-opening" role="status">
          <Status tone="quiet">Opening</Status>
        </div>
      );
    case 'locked': {
      const words = state.covering ? 'Locked. Unlock to go on.' : 'Your keys are locked.';
      const more = state.covering ? 'Your text is safe and hidden.' : 'Unlock to write a sealed message.';
      return (
        <div class="composer-covered">
          <LockedCard id="composer-unlock" words={words} more={more} onUnlock={() => void composer.unlock()} />
          {state.problem !== undefined && <Notice tone="stop">{sentenceFor(state.problem)}</Notice>}
        </div>
      );
    }
    case 'failed':
      return <FailureCard id="composer-failure" code={state.code} onRetry={() => void composer.open()} />;
    case 'writing':
      return <WritingView composer={composer} writing={state} />;
    case 'sent':
      return <Done words="Sent sealed." />;
    case 'closed':
      return <Done words="Closed. The draft is kept." />;
  }
}

function Done({ words }: { words: string }) {
  return (
    <div class="frame-card" data-testid="composer-status">
      <Status tone="neutral" live>
        {words}
      </Status>
    </div>
  );
}
