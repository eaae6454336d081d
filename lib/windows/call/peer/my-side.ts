import { atMost } from '../../../core/timing';
import { type Devices, listDevices } from './devices';
import { createLocalMedia, type LocalMedia } from './local-media';
import type { PeerPorts } from './ports';
import type { SessionActions } from './session-state';

/** The browser may ask a person for the microphone, who looks elsewhere: the call begins without it. */
const DEVICES_MS = 8_000;

type MySideOptions = {
  readonly media: PeerPorts['media'];
  readonly onMine: (mine: LocalMedia) => void;
  readonly onDevices: (devices: Devices) => void;
};

export type MySide = Pick<SessionActions, 'setMuted' | 'setCamera' | 'setScreen' | 'choose' | 'tryAgain'> & {
  get(): LocalMedia;
  /** Asks for what the call needs, once. Whatever comes of it, the call goes on. */
  prepare(withPicture: boolean): Promise<unknown>;
  /** Everything is let go, for good. */
  letGo(): void;
};

/** What is mine in a call: microphone, camera, screen, and the devices that there are. */
export function createMySide({ media, onMine, onDevices }: MySideOptions): MySide {
  let prepared: Promise<unknown> | undefined;
  const local = createLocalMedia(media, () => onMine(local.get()));
  const look = async (): Promise<void> => onDevices(await listDevices(media));
  const onChange = (): void => void look();
  media?.addEventListener('devicechange', onChange);

  return {
    get: local.get,
    prepare(withPicture) {
      prepared ??= atMost(
        Promise.all([local.open('microphone'), withPicture ? local.open('camera') : undefined]),
        DEVICES_MS,
      ).then(look);
      return prepared;
    },
    letGo() {
      media?.removeEventListener('devicechange', onChange);
      local.close();
      onMine(local.get());
    },
    setMuted: (muted) => local.setMuted(muted),
    setCamera: (on) => (on ? void local.open('camera').then(look) : local.closeCamera()),
    setScreen: (on) => (on ? void local.openScreen() : local.closeScreen()),
    choose: (kind, device) => void local.open(kind, device),
    tryAgain: (kind) => void local.open(kind).then(look),
  };
}
