import { FileKey, Lock, LockOpen, VenetianMask } from 'lucide';
import { useLayoutEffect } from 'preact/hooks';
import { Button } from '../../../components/button';
import { Mark } from '../../../components/mark';
import { Status } from '../../../components/status';
import type { ErrorCode } from '../../core/error-codes';
import type { LineView } from '../../core/webchat';
import { useStore } from '../shared/store';
import type { Line, LineState } from './line';
import './line.css';
import { asksDecision, problemTone, stepWords } from './line-words';
import { Sentence } from './sentence';
import { TextLine } from './text-line';

type LineFrameProps = {
  readonly line: Line;
  /** Whether a press is the person's own. All that a press does here is to open a window of ours. [req 29] */
  readonly trusts?: (event: Event) => boolean;
};

const byPerson = (event: Event): boolean => event.isTrusted;

/** One sealed text of the page, drawn over it. */
export function LineFrame({ line, trusts = byPerson }: LineFrameProps) {
  const state = useStore(line.state);
  // At once, not after the first painting: the person waits for the words.
  useLayoutEffect(() => {
    line.open().catch(() => undefined);
  }, [line]);
  const mine = 'mine' in state && state.mine;
  return (
    <div class={`talk${mine ? ' talk-mine' : ''} talk-is-${state.kind}`} data-testid="line" {...facts(state)}>
      <Body line={line} state={state} trusts={trusts} />
    </div>
  );
}

/** Where there is nothing to ask for. */
export const LineFailure = ({ code }: { readonly code: ErrorCode }) => (
  <div class="talk" data-testid="line" data-kind="failed" data-code={code}>
    <NotOpened code={code} again={false} />
  </div>
);

const facts = (state: LineState) => ({
  'data-kind': state.kind,
  'data-mine': 'mine' in state ? state.mine : undefined,
  'data-way': state.kind === 'text' ? state.way : undefined,
  'data-step': state.kind === 'step' ? state.step : undefined,
  'data-code': 'code' in state ? state.code : undefined,
});

type BodyProps = Required<LineFrameProps> & { readonly state: LineState };

function Body({ line, state, trusts }: BodyProps) {
  switch (state.kind) {
    case 'opening':
      return <Status tone="quiet">Sealed. Opening</Status>;
    case 'locked':
      return (
        <div class="talk-row">
          <Status tone="quiet" icon={Lock}>
            Sealed. Unlock to read
          </Status>
          <Button
            testId="line-unlock"
            kind="quiet"
            icon={LockOpen}
            onClick={(event) => trusts(event) && void line.unlock()}
          >
            Unlock
          </Button>
        </div>
      );
    case 'text':
      return <TextLine view={state} now={Date.now()} />;
    case 'step':
      return <StepLine line={line} view={state} trusts={trusts} />;
    case 'not-opened':
      return <NotOpened code={state.code} again={state.again} />;
    case 'failed':
      return <NotOpened code={state.code} again={false} />;
  }
}

const NotOpened = ({ code, again }: { readonly code: ErrorCode; readonly again: boolean }) => (
  <p class="talk-not-opened" data-testid="line-problem">
    <Status tone={problemTone(code, again)}>
      <Sentence code={code} />
    </Status>
  </p>
);

type StepView = Extract<LineView, { kind: 'step' }>;

/** A text of the key agreement: what happened, for people, and the certificate that came with it. */
function StepLine({ line, view, trusts }: Required<LineFrameProps> & { readonly view: StepView }) {
  const { peer } = view;
  const asks = asksDecision(view);
  return (
    <div class="talk-row">
      <Mark size={12} />
      <Status
        tone={asks ? 'attention' : 'quiet'}
        icon={view.step === 'no-trace' || view.step === 'compare' ? VenetianMask : FileKey}
      >
        <bdi data-testid="line-step">{stepWords(view)}</bdi>
      </Status>
      {peer !== undefined && !view.mine && (
        <Button
          testId="line-certificate"
          kind={asks ? 'main' : 'quiet'}
          onClick={(event) => trusts(event) && void line.showCertificate(peer.fingerprint)}
        >
          Show certificate
        </Button>
      )}
    </div>
  );
}
