import type { FlowStream } from '../callmedia/contract';

export type Shown = { readonly track: MediaStreamTrack; readonly stream: FlowStream };

const AUDIO: readonly FlowStream[] = ['microphone', 'screen-audio'];
const VIDEO: readonly FlowStream[] = ['camera', 'screen'];

/**
 * What a track shows, as docs/media.md, 1.2 counts streams. One track that goes to several people is one stream. Where
 * the browser does not say that a picture is a screen, the second one is. `undefined`: two others are shown already.
 * @param shown what goes out now
 */
export function streamOf(track: MediaStreamTrack, shown: readonly Shown[]): FlowStream | undefined {
  const same = shown.find((one) => one.track.id === track.id);
  if (same !== undefined) return same.stream;
  const [first, second] = track.kind === 'audio' ? AUDIO : VIDEO;
  const free = [first, second].filter((stream) => shown.every((one) => one.stream !== stream));
  const isScreen = track.getSettings().displaySurface !== undefined;
  return isScreen ? (free.at(-1) ?? undefined) : free[0];
}
