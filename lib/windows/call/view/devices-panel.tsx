import { SelectField } from '../../../../components/select-field';
import type { Device } from '../peer/devices';
import type { SessionActions, SessionState } from '../peer/session-state';
import { canChooseSpeaker } from './sound';

type DevicesPanelProps = {
  readonly state: Pick<SessionState, 'devices' | 'mine'>;
  readonly actions: Pick<SessionActions, 'choose'>;
  readonly speaker: string;
  readonly onSpeaker: (id: string) => void;
};

const optionsOf = (devices: readonly Device[]) => devices.map(({ id, words }) => ({ value: id, words }));

/** Which microphone, which camera, which loudspeaker. */
export function DevicesPanel({ state: { devices, mine }, actions, speaker, onSpeaker }: DevicesPanelProps) {
  const { microphones, cameras, speakers } = devices;
  return (
    <section id="call-devices" class="stack" aria-label="Devices" data-testid="call-devices">
      <SelectField
        label="Microphone"
        options={microphones.length === 0 ? [{ value: '', words: 'None found' }] : optionsOf(microphones)}
        value={mine.devices.microphone ?? microphones[0]?.id ?? ''}
        disabled={microphones.length === 0}
        testId="call-choose-microphone"
        onChange={(id) => actions.choose('microphone', id)}
      />
      <SelectField
        label="Camera"
        options={cameras.length === 0 ? [{ value: '', words: 'None found' }] : optionsOf(cameras)}
        value={mine.devices.camera ?? cameras[0]?.id ?? ''}
        disabled={cameras.length === 0}
        testId="call-choose-camera"
        onChange={(id) => actions.choose('camera', id)}
      />
      {canChooseSpeaker() && (
        <SelectField
          label="Loudspeaker"
          options={[{ value: '', words: 'The one of the browser' }, ...optionsOf(speakers)]}
          value={speaker}
          testId="call-choose-speaker"
          onChange={onSpeaker}
        />
      )}
    </section>
  );
}
