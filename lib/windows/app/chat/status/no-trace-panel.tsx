import { VenetianMask } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { Waiting } from '../../../../../components/empty';
import { Icon } from '../../../../../components/icon';
import { Notice } from '../../../../../components/notice';
import type { ConversationView } from '../../../../core/chat';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';
import { useAsk } from '../../../use-ask';
import { firstOf } from '../words';
import './no-trace.css';
import { NoTraceSteps } from './no-trace-steps';
import { NoTraceTalk } from './no-trace-talk';
import { noTraceProblem, noTraceWords } from './no-trace-words';

type NoTracePanelProps = { readonly view: ConversationView; readonly onClose: () => void };

/** A conversation of which nothing is kept. Looks unlike the other kind, so that nobody takes one for the other. */
export function NoTracePanel({ view, onClose }: NoTracePanelProps) {
  const { call } = usePorts();
  const { id } = view;
  const state = useAsk(() => call('noTrace.view', { id }), ['no-trace'], [id]);
  const act = useAct();
  const panel = useRef<HTMLElement>(null);
  const first = firstOf(view);
  const talk = state.state === 'ready' ? state.value : undefined;
  const phase = talk?.phase;
  const isPrivate = phase === 'private';
  const run = (work: () => Promise<unknown>) => act.run(async () => void (await work()));
  const end = () => run(() => call('noTrace.end', { id }));
  const { words, more } = phase === undefined ? { words: '', more: undefined } : noTraceWords({ phase }, first);
  const code = act.code ?? talk?.code;
  useEffect(() => act.clear(), [phase]);
  // The button that led here, or to this phase, may be gone. While it is private its field has the focus.
  useEffect(() => {
    if (!isPrivate) panel.current?.focus();
  }, [phase]);
  return (
    <section
      ref={panel}
      tabIndex={-1}
      class={`no-trace${isPrivate ? ' no-trace-private' : ''}`}
      aria-label="No trace"
      data-testid="notrace"
      data-phase={phase ?? state.state}
      onKeyDown={(event) => {
        // It is left by ending it: nobody writes into the kept conversation what was meant for this one.
        const isInside = event.target instanceof Element && event.target.closest('dialog') === null;
        if (event.key === 'Escape' && isInside && isPrivate) event.preventDefault();
      }}
    >
      <header class="no-trace-head">
        <h2 class="no-trace-title">
          <Icon icon={VenetianMask} size={20} />
          No trace
        </h2>
        {isPrivate ? (
          <Button kind="danger" testId="notrace-end" onClick={end}>
            End and wipe
          </Button>
        ) : (
          <Button kind="quiet" onClick={onClose}>
            Back to the conversation
          </Button>
        )}
      </header>
      <div class="no-trace-banner">
        <p role="status">{words}</p>
        {more !== undefined && <p class="soft small">{more}</p>}
      </div>
      {state.state === 'loading' && <Waiting lines={3} />}
      {state.state === 'failed' && <Problem code={state.code} again={state.again} />}
      {code !== undefined && (
        <Notice tone={act.code === undefined ? 'attention' : 'stop'} live="status">
          {noTraceProblem(code, first)}
        </Notice>
      )}
      {phase !== undefined && phase !== 'private' && (
        <NoTraceSteps
          phase={phase}
          first={first}
          busy={act.busy}
          onAsk={() => run(() => call('noTrace.ask', { id }))}
          onAnswer={(agree) => run(() => call('noTrace.answer', { id, agree }))}
          onEnd={end}
        />
      )}
      {talk !== undefined && isPrivate && <NoTraceTalk id={id} talk={talk} first={first} />}
    </section>
  );
}
