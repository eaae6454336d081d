import type { MediaPorts } from '../../../lib/windows/call/peer/ports';

/** One device's track, that can be unplugged. */
export class FakeTrack extends EventTarget {
  enabled = true;
  stopped = false;
  contentHint = '';
  readonly kind: string;
  readonly deviceId: string;

  constructor(kind: string, deviceId: string) {
    super();
    this.kind = kind;
    this.deviceId = deviceId;
  }

  stop() {
    this.stopped = true;
  }

  getSettings = () => ({ deviceId: this.deviceId });
  unplug = () => this.dispatchEvent(new Event('ended'));
}

export type FakeMedia = MediaPorts & {
  readonly opened: FakeTrack[];
  /** The name of what the browser throws next, for a kind. */
  refuse: { audio?: string; video?: string; screen?: string };
};

export function createFakeMedia(): FakeMedia {
  const opened: FakeTrack[] = [];
  const refuse: FakeMedia['refuse'] = {};
  const streamOf = (track: FakeTrack) => {
    opened.push(track);
    return { getTracks: () => [track], getVideoTracks: () => [track] } as unknown as MediaStream;
  };
  const events = new EventTarget();
  return {
    opened,
    refuse,
    async getUserMedia(constraints) {
      const kind = constraints?.audio === undefined ? 'video' : 'audio';
      const name = refuse[kind];
      if (name !== undefined) throw new DOMException('', name);
      const wanted = constraints?.[kind] as { readonly deviceId?: { readonly exact: string } } | undefined;
      return streamOf(new FakeTrack(kind, wanted?.deviceId?.exact ?? `first ${kind}`));
    },
    async getDisplayMedia() {
      if (refuse.screen !== undefined) throw new DOMException('', refuse.screen);
      return streamOf(new FakeTrack('video', 'screen'));
    },
    enumerateDevices: async () => [
      { kind: 'audioinput', deviceId: 'first audio', label: '' } as MediaDeviceInfo,
      { kind: 'audioinput', deviceId: 'headset', label: 'Headset' } as MediaDeviceInfo,
    ],
    addEventListener: events.addEventListener.bind(events),
    removeEventListener: events.removeEventListener.bind(events),
  };
}
