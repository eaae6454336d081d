import { describe, expect, it } from 'vitest';
import { type Shown, streamOf } from '../../../lib/callpage/stream-names';

const track = (id: string, kind: 'audio' | 'video', displaySurface?: string) =>
  ({ id, kind, getSettings: () => ({ displaySurface }) }) as unknown as MediaStreamTrack;
const [camera, screen, third] = [track('1', 'video'), track('2', 'video', 'monitor'), track('3', 'video')];
const shownAs = (...list: ReadonlyArray<readonly [MediaStreamTrack, Shown['stream']]>): readonly Shown[] =>
  list.map(([one, stream]) => ({ track: one, stream }));

describe('what a track shows', () => {
  it('is a camera or a microphone first', () => {
    expect(streamOf(camera, [])).toBe('camera');
    expect(streamOf(track('9', 'audio'), shownAs([camera, 'camera']))).toBe('microphone');
  });

  it('is a screen where the browser says so, whichever came first', () => {
    expect(streamOf(screen, [])).toBe('screen');
    expect(streamOf(camera, shownAs([screen, 'screen']))).toBe('camera');
  });

  it('is one stream, to however many people one track goes', () => {
    expect(streamOf(camera, shownAs([camera, 'camera'], [third, 'screen']))).toBe('camera');
  });

  it('is nothing that can be sealed where two others are shown', () => {
    expect(streamOf(third, shownAs([camera, 'camera']))).toBe('screen');
    expect(streamOf(third, shownAs([camera, 'camera'], [screen, 'screen']))).toBeUndefined();
  });
});
