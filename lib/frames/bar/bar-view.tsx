import { Lock, MessageCircle, PanelTopOpen } from 'lucide';
import { useLayoutEffect } from 'preact/hooks';
import { Mark } from '../../../components/mark';
import { Status } from '../../../components/status';
import { sentenceFor } from '../../core/errors';
import { PressButton } from '../shared/press-button';
import { useStore } from '../shared/store';
import './bar.css';
import type { Bar, BarView as View } from './bar';
import { barWords } from './bar-words';

/** The slim bar in the page: this page's protection in words, the way to our window, lock now. */
export function BarFrame({ bar }: { bar: Bar }) {
  const view = useStore(bar.state);
  useLayoutEffect(() => {
    bar.refresh().catch(() => undefined);
  }, [bar]);
  const press = (work: () => Promise<void>) => () => {
    work().catch(() => undefined);
  };
  const shown = describe(view);
  return (
    <div class="bar" data-step={view.step} data-phase={view.step === 'ready' ? view.bar.phase : undefined}>
      <Mark size={16} />
      <span class="visually-hidden">Sotto</span>
      <span class="bar-status" data-testid="bar-status" title={shown.words}>
        <Status tone={shown.tone} live>
          {shown.words}
        </Status>
      </span>
      {shown.hasChat && (
        <PressButton weight="free" id="bar-chat" kind="quiet" icon={MessageCircle} onPress={press(bar.openChat)}>
          Open chat
        </PressButton>
      )}
      {shown.canLock && (
        <PressButton weight="free" id="bar-lock" kind="quiet" icon={Lock} onPress={press(bar.lock)}>
          Lock now
        </PressButton>
      )}
      {shown.action !== undefined && (
        <PressButton weight="free" id="bar-open" kind="quiet" icon={PanelTopOpen} onPress={press(bar.open)}>
          {shown.action}
        </PressButton>
      )}
    </div>
  );
}

function describe(view: View) {
  switch (view.step) {
    case 'opening':
      return { words: 'Sotto', tone: 'quiet', action: undefined, canLock: false, hasChat: false } as const;
    case 'failed':
      return {
        words: sentenceFor(view.code),
        tone: 'stop',
        action: undefined,
        canLock: false,
        hasChat: false,
      } as const;
    case 'ready':
      return barWords(view.bar);
  }
}
