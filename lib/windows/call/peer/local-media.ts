import type { ErrorCode } from '../../../core/error-codes';
import { mediaFailure } from './media-failure';
import type { Place, Tracks } from './places';
import type { MediaPorts } from './ports';

/** What of mine is on. A microphone that is muted stays open, so that it is there at once; a camera is let go. */
export type LocalMedia = {
  readonly tracks: Tracks;
  readonly muted: boolean;
  /** Why one that was wanted is not there. */
  readonly problems: { readonly [P in Place]?: ErrorCode };
  /** Ids of the devices in use, as the browser names them. */
  readonly devices: { readonly microphone?: string; readonly camera?: string };
};

const SOUND: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const PICTURE: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30, max: 30 },
};

export type LocalMediaControl = {
  get(): LocalMedia;
  /** Opens it, or another one in its place. Answers whether it is there; never rejects. */
  open(kind: 'microphone' | 'camera', device?: string): Promise<boolean>;
  setMuted(muted: boolean): void;
  closeCamera(): void;
  /** The browser asks which screen; one who asks nothing is no failure. */
  openScreen(): Promise<void>;
  closeScreen(): void;
  close(): void;
};

/** My microphone, camera and screen. Nothing is opened before it is asked for. */
export function createLocalMedia(media: MediaPorts | undefined, onChange: () => void): LocalMediaControl {
  let now: LocalMedia = { tracks: {}, muted: false, problems: {}, devices: {} };
  let closed = false;
  const change = (next: Partial<LocalMedia>): void => {
    now = { ...now, ...next };
    if (!closed) onChange();
  };
  const problem = (place: Place, code: ErrorCode | undefined): LocalMedia['problems'] => {
    const { [place]: _gone, ...others } = now.problems;
    return code === undefined ? others : { ...others, [place]: code };
  };
  const put = (place: Place, track: MediaStreamTrack | undefined): Tracks => {
    const before = now.tracks[place];
    if (before !== track) before?.stop();
    const { [place]: _gone, ...others } = now.tracks;
    return track === undefined ? others : { ...others, [place]: track };
  };
  /** Unplugged, or taken away in the browser's own bar. */
  const watchEnd = (place: Place, track: MediaStreamTrack, code: ErrorCode | undefined): void =>
    track.addEventListener('ended', () => {
      if (now.tracks[place] === track) change({ tracks: put(place, undefined), problems: problem(place, code) });
    });

  const open = async (kind: 'microphone' | 'camera', device?: string): Promise<boolean> => {
    const wanted = device === undefined ? {} : { deviceId: { exact: device } };
    try {
      if (media === undefined) throw new DOMException('no devices', 'NotFoundError');
      const stream = await media.getUserMedia(
        kind === 'microphone' ? { audio: { ...SOUND, ...wanted } } : { video: { ...PICTURE, ...wanted } },
      );
      const [track] = stream.getTracks();
      if (track === undefined) throw new DOMException('no track', 'NotFoundError');
      if (closed) {
        track.stop();
        return false;
      }
      if (kind === 'microphone') track.enabled = !now.muted;
      watchEnd(kind, track, kind === 'microphone' ? 'call/no-microphone' : 'call/no-camera');
      const used = track.getSettings().deviceId;
      change({
        tracks: put(kind, track),
        problems: problem(kind, undefined),
        devices: used === undefined ? now.devices : { ...now.devices, [kind]: used },
      });
      return true;
    } catch (error) {
      // One that was there goes on where another one could not be opened.
      change({ problems: problem(kind, mediaFailure(kind, error)) });
      return false;
    }
  };

  return {
    get: () => now,
    open,
    setMuted(muted) {
      const { microphone } = now.tracks;
      if (microphone !== undefined) microphone.enabled = !muted;
      change({ muted });
    },
    closeCamera: () => change({ tracks: put('camera', undefined), problems: problem('camera', undefined) }),
    async openScreen() {
      try {
        const stream = await media?.getDisplayMedia({ video: true });
        const track = stream?.getVideoTracks()[0];
        if (track === undefined) return;
        if (closed) return track.stop();
        // Letters are to stay sharp, where a moving picture would rather be smooth (MediaStreamTrack Content Hints).
        track.contentHint = 'detail';
        watchEnd('screen', track, undefined);
        change({ tracks: put('screen', track), problems: problem('screen', undefined) });
      } catch {
        change({ problems: problem('screen', undefined) });
      }
    },
    closeScreen: () => change({ tracks: put('screen', undefined) }),
    close() {
      closed = true;
      for (const track of Object.values(now.tracks)) track?.stop();
      now = { ...now, tracks: {} };
    },
  };
}
