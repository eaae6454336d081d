import { useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { Notice } from '../../../../components/notice';
import { Status } from '../../../../components/status';
import type { CallView } from '../../../core/calls';
import { sentenceFor } from '../../../core/errors';
import { peerName } from '../../popup/call/member-words';
import type { PeerPorts } from '../peer/ports';
import type { SessionActions, SessionState } from '../peer/session-state';
import { Controls } from './controls';
import { DevicesPanel } from './devices-panel';
import { Sound } from './sound';
import { Stage } from './stage';
import { StatisticsPanel } from './statistics-panel';
import { useClock } from './use-clock';
import { useRing } from './use-ring';
import { clockWords, decisionWords, firstName, statusWords } from './words';
import { WordsPanel } from './words-panel';

type TalkingProps = {
  readonly view: CallView;
  readonly state: SessionState;
  readonly actions: SessionActions;
  readonly listen: PeerPorts['listen'];
  readonly canShare: boolean;
};

/** A call that goes out, or is under way. */
export function Talking({ view, state, actions, listen, canShare }: TalkingProps) {
  const [devicesShown, showDevices] = useState(false);
  const [speaker, setSpeaker] = useState('');
  const now = useClock(view.connectedAt !== undefined);
  const status = statusWords(view, state.talk.link);
  const decision = decisionWords(view.peer);
  const isAnswered = view.phase === 'answered';
  const first = firstName(view.peer);
  useRing('outgoing', view.phase === 'ringing');
  return (
    <div class="talk" data-testid="call-talking" data-link={state.talk.link} data-phase={view.phase}>
      <header class="talk-head">
        <h1 class="section-title clip">
          <bdi>{peerName(view.peer)}</bdi>
        </h1>
        <Status tone={decision.tone}>{decision.words}</Status>
        <span class="talk-status" data-testid="call-status">
          <Status tone={status.tone} live>
            {status.words}
          </Status>
        </span>
        <span class="talk-time mono" data-testid="call-time">
          {view.connectedAt === undefined ? '' : clockWords(now - view.connectedAt)}
        </span>
      </header>
      <Stage view={view} state={state} listen={listen} />
      <aside class="talk-side stack" aria-label="About this call">
        {isAnswered ? (
          <WordsPanel view={view} onDiffer={actions.differ} />
        ) : (
          <p class="soft">
            Nothing of you is sent before <bdi>{first}</bdi> answers.
          </p>
        )}
        <Troubles mine={state.mine} actions={actions} />
        <Sound track={state.talk.theirs.tracks.microphone} speaker={speaker} />
        {devicesShown && <DevicesPanel state={state} actions={actions} speaker={speaker} onSpeaker={setSpeaker} />}
        {isAnswered && <StatisticsPanel statistics={state.talk.statistics} />}
      </aside>
      <Controls
        mine={state.mine}
        actions={actions}
        listen={listen}
        canShare={canShare && isAnswered}
        devicesShown={devicesShown}
        onDevices={() => showDevices(!devicesShown)}
      />
    </div>
  );
}

type TroublesProps = { readonly mine: SessionState['mine']; readonly actions: Pick<SessionActions, 'tryAgain'> };

/** What of mine is not there, why, and what to do. The call goes on without it. */
const Troubles = ({ mine, actions }: TroublesProps) =>
  (['microphone', 'camera'] as const).map((kind) => {
    const code = mine.problems[kind];
    if (code === undefined) return null;
    return (
      <Notice
        key={kind}
        tone="attention"
        title={kind === 'microphone' ? 'You cannot be heard' : 'You cannot be seen'}
        live="alert"
        actions={<Button onClick={() => actions.tryAgain(kind)}>Try again</Button>}
      >
        {sentenceFor(code)}
      </Notice>
    );
  });
