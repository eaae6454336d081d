import { MicOff, ScreenShare } from 'lucide';
import { Status } from '../../../../components/status';
import type { CallView } from '../../../core/calls';
import { peerName } from '../../popup/call/member-words';
import type { PeerPorts } from '../peer/ports';
import type { SessionState } from '../peer/session-state';
import { LevelMeter } from './level-meter';
import { PersonMark } from './person-mark';
import { Picture } from './picture';
import { firstName } from './words';

type StageProps = {
  readonly view: CallView;
  readonly state: SessionState;
  readonly listen: PeerPorts['listen'];
};

/** The pictures: theirs large, their face beside their screen, mine small and as in a mirror. */
export function Stage({ view, state, listen }: StageProps) {
  const { tracks, off } = state.talk.theirs;
  const name = firstName(view.peer);
  const isThere = state.talk.link === 'connected' || state.talk.link === 'reconnecting';
  const screen = isThere && !off.screen ? tracks.screen : undefined;
  const camera = isThere && !off.camera ? tracks.camera : undefined;
  const mine = state.mine.tracks.camera;
  return (
    <div class={`talk-stage${state.talk.link === 'reconnecting' ? ' talk-waits' : ''}`} data-testid="call-stage">
      {screen !== undefined ? (
        <Picture track={screen} label={`Screen of ${name}`} whole testId="call-their-screen" />
      ) : camera !== undefined ? (
        <Picture track={camera} label={`Picture of ${name}`} whole testId="call-their-camera" />
      ) : (
        <div class="talk-nobody">
          <PersonMark name={peerName(view.peer)} />
          {isThere && <LevelMeter track={tracks.microphone} listen={listen} />}
        </div>
      )}
      <div class="talk-small">
        {screen !== undefined && camera !== undefined && (
          <Picture track={camera} label={`Picture of ${name}`} testId="call-their-camera" />
        )}
        {mine !== undefined && <Picture track={mine} label="My picture" mirrored testId="call-my-camera" />}
      </div>
      <div class="talk-notes" role="status">
        {isThere && off.microphone && (
          <Status tone="quiet" icon={MicOff}>
            <bdi>{name}</bdi> is muted
          </Status>
        )}
        {state.mine.tracks.screen !== undefined && (
          <Status tone="attention" icon={ScreenShare}>
            <bdi>{name}</bdi> sees your screen
          </Status>
        )}
      </div>
    </div>
  );
}
