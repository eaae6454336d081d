import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Status } from '../../../components/status';
import { FailureCard } from '../shared/quiet-cards';
import { useStore } from '../shared/store';
import { UnseenNotice } from '../shared/unseen';
import type { Box } from './box';
import './box.css';
import './panels.css';
import { BoxHead } from './box-head';
import { bodyOf, isWithoutTrace, type Shown } from './box-state';
import { boxStatus } from './box-words';
import { DigitsPanel } from './digits-panel';
import { MenuPanel } from './menu-panel';
import { PeoplePanel } from './people-panel';
import { SecretPanel } from './secret-panel';
import { SecretRow } from './secret-row';
import { StepRow } from './step-row';
import { WriteRow } from './write-row';

/** Our box over the page's own: who reads it and how sure that is, the text, and the one button that seals and sends. */
export function BoxFrame({ box }: { readonly box: Box }) {
  const state = useStore(box.state);
  // At once, not after the first painting.
  useLayoutEffect(() => {
    box.open().catch(() => undefined);
  }, [box]);
  // The page may take us away at any moment: what is unsaved leaves first.
  useEffect(() => {
    const hidden = () => {
      if (document.visibilityState === 'hidden') box.hurry();
    };
    document.addEventListener('visibilitychange', hidden);
    window.addEventListener('pagehide', box.hurry);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      window.removeEventListener('pagehide', box.hurry);
    };
  }, [box]);
  const shown = state.step === 'shown' ? state : undefined;
  return (
    <div
      class={`box${shown !== undefined && isWithoutTrace(shown.view) ? ' box-no-trace' : ''}`}
      data-testid="box"
      data-step={state.step}
      {...(shown === undefined ? {} : facts(shown))}
    >
      <UnseenNotice>
        {state.step === 'opening' && (
          <div class="box-head">
            <Status tone="quiet">Opening</Status>
          </div>
        )}
        {state.step === 'failed' && <FailureCard id="box-failure" code={state.code} onRetry={() => void box.open()} />}
        {shown !== undefined && <BoxBody box={box} shown={shown} />}
      </UnseenNotice>
    </div>
  );
}

const facts = ({ view }: Shown) => ({
  'data-phase': view.phase,
  'data-way': view.way,
  'data-channel': view.channel,
  'data-writable': view.writable,
  'data-verified': boxStatus(view).tone === 'verified',
});

function BoxBody({ box, shown }: { readonly box: Box; readonly shown: Shown }) {
  const whole = useRef<HTMLDivElement>(null);
  const body = bodyOf(shown.view);
  const { panel } = shown;
  useEffect(() => {
    if (panel === undefined) return;
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      box.show(undefined);
      whole.current?.querySelector<HTMLElement>('[data-testid="box-menu"]')?.focus();
    };
    document.addEventListener('keydown', close);
    return () => document.removeEventListener('keydown', close);
  }, [box, panel]);
  const asksWho = body === 'nobody' && panel === undefined;
  return (
    <div ref={whole} class="box-whole">
      <BoxHead box={box} shown={shown} />
      {panel === 'menu' && <MenuPanel box={box} shown={shown} />}
      {(panel === 'people' || asksWho) && <PeoplePanel box={box} shown={shown} />}
      {panel === 'digits' && <DigitsPanel box={box} shown={shown} />}
      {panel === 'secret' && <SecretPanel box={box} shown={shown} />}
      {body !== 'field' && body !== 'nobody' && panel === undefined && <StepRow box={box} shown={shown} body={body} />}
      {body === 'field' && panel === undefined && <SecretRow box={box} shown={shown} />}
      {body === 'field' && <WriteRow box={box} shown={shown} whole={whole} />}
    </div>
  );
}
