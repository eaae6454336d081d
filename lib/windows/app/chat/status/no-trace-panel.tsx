import { VenetianMask } from 'lucide';
import { Button } from '../../../../../components/button';
import { Waiting } from '../../../../../components/empty';
import { Status } from '../../../../../components/status';
import type { ConversationView, NoTraceView } from '../../../../core/chat';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';
import { useAsk } from '../../../use-ask';
import './no-trace.css';
import { NoTraceTalk } from './no-trace-talk';
import { noTraceWords } from './no-trace-words';

type NoTracePanelProps = { readonly view: ConversationView; readonly onClose: () => void };

/** A conversation of which nothing is kept. Looks unlike the other kind, so that nobody takes one for the other. */
export function NoTracePanel({ view, onClose }: NoTracePanelProps) {
  const { call } = usePorts();
  const { id } = view;
  const state = useAsk(() => call('noTrace.view', { id }), ['no-trace'], [id]);
  const act = useAct();
  const first = view.name.split(/\s+/)[0] ?? view.name;
  const run = (work: () => Promise<unknown>) => act.run(async () => void (await work()));
  return (
    <section class="no-trace" aria-label="No trace" data-testid="notrace" data-phase={phaseOf(state)}>
      <header class="no-trace-head">
        <Status tone="neutral" icon={VenetianMask} live>
          {state.state === 'ready' ? noTraceWords(state.value, first) : 'No trace'}
        </Status>
        {state.state === 'ready' && state.value.phase === 'private' ? (
          <Button kind="danger" onClick={() => run(() => call('noTrace.end', { id }))}>
            End and wipe
          </Button>
        ) : (
          <Button kind="quiet" onClick={onClose}>
            Back to the conversation
          </Button>
        )}
      </header>
      {state.state === 'loading' && <Waiting lines={3} />}
      {state.state === 'failed' && <Problem code={state.code} again={state.again} />}
      {state.state === 'ready' && (
        <>
          <Problem code={act.code ?? state.value.code} />
          {(state.value.phase === 'none' || state.value.phase === 'ended') && (
            <div class="no-trace-ask">
              <Button kind="main" busy={act.busy} onClick={() => run(() => call('noTrace.ask', { id }))}>
                {`Ask ${first}`}
              </Button>
            </div>
          )}
          {state.value.phase === 'asking' && (
            <div class="no-trace-ask">
              <Button onClick={() => run(() => call('noTrace.end', { id }))}>Stop asking</Button>
            </div>
          )}
          {state.value.phase === 'asked' && (
            <div class="no-trace-ask row">
              <Button
                kind="main"
                busy={act.busy}
                onClick={() => run(() => call('noTrace.answer', { id, agree: true }))}
              >
                Agree
              </Button>
              <Button disabled={act.busy} onClick={() => run(() => call('noTrace.answer', { id, agree: false }))}>
                Decline
              </Button>
            </div>
          )}
          {state.value.phase === 'private' && <NoTraceTalk id={id} talk={state.value} first={first} />}
        </>
      )}
    </section>
  );
}

const phaseOf = (state: { readonly state: string; readonly value?: NoTraceView }): string =>
  state.value?.phase ?? state.state;
