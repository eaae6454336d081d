import { useEffect } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { Waiting } from '../../../../components/empty';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';
import { obstacleTo } from '../peer/obstacle';
import type { PeerPorts } from '../peer/ports';
import type { SessionActions, SessionState } from '../peer/session-state';
import './call.css';
import './side.css';
import './foot.css';
import { Incoming } from './incoming';
import { Over } from './over';
import { Talking } from './talking';
import { useClock } from './use-clock';
import { titleWords } from './words';

export type CallScreenProps = {
  readonly state: SessionState;
  readonly actions: SessionActions;
  readonly listen: PeerPorts['listen'];
  /** Whether this browser can have calls at all, and show its screen in them. */
  readonly canTalk: boolean;
  readonly canShare: boolean;
};

/** What there is to see of one call, from its ringing to its end. */
export function CallScreen(props: CallScreenProps) {
  const { state, actions } = props;
  const now = useClock(state.view?.connectedAt !== undefined);
  const title = titleWords(state, now);
  useEffect(() => {
    document.title = title;
  }, [title]);
  const { view, code } = state;
  if (view === undefined) return <Nothing code={code} />;
  if (view.phase === 'over' || state.left || code !== undefined) return <Over state={{ ...state, view }} />;
  if (view.phase === 'incoming')
    return <Incoming view={view} obstacle={obstacleTo(view, props.canTalk)} actions={actions} />;
  return <Talking view={view} state={state} actions={actions} listen={props.listen} canShare={props.canShare} />;
}

/** No call yet, or none at all. */
function Nothing({ code }: Pick<SessionState, 'code'>) {
  const { call, closeWindow } = usePorts();
  const act = useAct();
  if (code === undefined) {
    return (
      <section class="talk-alone">
        <Waiting lines={4} />
      </section>
    );
  }
  return (
    <section class="talk-alone" data-testid="call-nothing">
      <Problem code={code} />
      <div class="row talk-answers">
        {code === 'vault/locked' && (
          <Button
            kind="main"
            busy={act.busy}
            onClick={() => act.run(() => call('frame.openWindow', { window: 'unlock' }).then(() => undefined))}
          >
            Unlock
          </Button>
        )}
        <Button onClick={closeWindow}>Close</Button>
      </div>
    </section>
  );
}
