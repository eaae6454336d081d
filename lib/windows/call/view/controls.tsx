import type { IconNode } from 'lucide';
import { Mic, MicOff, PhoneOff, ScreenShare, ScreenShareOff, SlidersHorizontal, Video, VideoOff } from 'lucide';
import { Button } from '../../../../components/button';
import type { PeerPorts } from '../peer/ports';
import type { SessionActions, SessionState } from '../peer/session-state';
import { LevelMeter } from './level-meter';
import { useKeys } from './use-keys';

type ControlsProps = {
  readonly mine: SessionState['mine'];
  readonly actions: SessionActions;
  readonly listen: PeerPorts['listen'];
  readonly canShare: boolean;
  readonly devicesShown: boolean;
  readonly onDevices: () => void;
};

/** What one does in a call, by hand or by key. Only the last one cannot be undone. */
export function Controls({ mine, actions, listen, canShare, devicesShown, onDevices }: ControlsProps) {
  const { tracks, muted } = mine;
  const hasMicrophone = tracks.microphone !== undefined;
  const onMute = () => (hasMicrophone ? actions.setMuted(!muted) : actions.tryAgain('microphone'));
  const onCamera = () => actions.setCamera(tracks.camera === undefined);
  const onScreen = () => canShare && actions.setScreen(tracks.screen === undefined);
  useKeys({ onMute, onCamera, onScreen, onHangUp: actions.end });
  return (
    <footer class="talk-foot">
      <Control
        icon={muted || !hasMicrophone ? MicOff : Mic}
        words={hasMicrophone ? (muted ? 'Unmute' : 'Mute') : 'Open microphone'}
        keys="M"
        testId="call-mute"
        isOff={muted || !hasMicrophone}
        onClick={onMute}
      />
      <LevelMeter track={muted ? undefined : tracks.microphone} listen={listen} />
      <Control
        icon={tracks.camera === undefined ? VideoOff : Video}
        words={tracks.camera === undefined ? 'Start camera' : 'Stop camera'}
        keys="V"
        testId="call-camera"
        isOff={tracks.camera === undefined}
        onClick={onCamera}
      />
      {canShare && (
        <Control
          icon={tracks.screen === undefined ? ScreenShare : ScreenShareOff}
          words={tracks.screen === undefined ? 'Share screen' : 'Stop sharing'}
          keys="S"
          testId="call-screen"
          onClick={onScreen}
        />
      )}
      <span class="talk-control" title="Devices">
        <Button
          icon={SlidersHorizontal}
          expanded={devicesShown}
          controls="call-devices"
          testId="call-devices-button"
          onClick={onDevices}
        >
          Devices
        </Button>
      </span>
      <span class="talk-control talk-hang-up" title="Hang up (Alt+H)">
        <Button kind="danger" icon={PhoneOff} testId="call-hang-up" onClick={actions.end}>
          Hang up
        </Button>
      </span>
    </footer>
  );
}

type ControlProps = {
  readonly icon: IconNode;
  readonly words: string;
  readonly keys: string;
  readonly testId: string;
  readonly isOff?: boolean;
  readonly onClick: () => void;
};

const Control = ({ icon, words, keys, testId, isOff = false, onClick }: ControlProps) => (
  <span class={`talk-control${isOff ? ' talk-is-off' : ''}`} title={`${words} (${keys})`}>
    <Button icon={icon} testId={testId} onClick={onClick}>
      {words}
    </Button>
  </span>
);
