import { describe, expect, it } from 'vitest';
import { createLocalMedia } from '../../../../lib/windows/call/peer/local-media';
import { createFakeMedia, type FakeTrack } from '../../../support/calls-own/fake-media';

const open = () => {
  const media = createFakeMedia();
  const changes = { count: 0 };
  const local = createLocalMedia(media, () => {
    changes.count += 1;
  });
  return { media, local, changes };
};
const asFake = (track: MediaStreamTrack | undefined) => track as unknown as FakeTrack;

describe('microphone, camera and screen', () => {
  it('are opened when they are asked for, and not before', async () => {
    const { media, local } = open();
    expect(media.opened).toEqual([]);
    expect(await local.open('microphone')).toBe(true);
    expect(media.opened).toHaveLength(1);
    expect(local.get().tracks).toEqual({ microphone: media.opened[0] });
  });

  it('a muted microphone sends nothing and stays open, also where it is exchanged for another', async () => {
    const { local } = open();
    await local.open('microphone');
    local.setMuted(true);
    expect(asFake(local.get().tracks.microphone)).toMatchObject({ enabled: false, stopped: false });
    await local.open('microphone', 'headset');
    expect(asFake(local.get().tracks.microphone)).toMatchObject({ enabled: false, deviceId: 'headset' });
    local.setMuted(false);
    expect(asFake(local.get().tracks.microphone).enabled).toBe(true);
  });

  it('muted before it is open, it opens muted', async () => {
    const { local } = open();
    local.setMuted(true);
    await local.open('microphone');
    expect(asFake(local.get().tracks.microphone).enabled).toBe(false);
  });

  it('a camera that is switched off is let go, so that its light goes out', async () => {
    const { media, local } = open();
    await local.open('camera');
    local.closeCamera();
    expect(media.opened[0]?.stopped).toBe(true);
    expect(local.get().tracks.camera).toBeUndefined();
  });

  it('another device takes the place of the first, which is let go; one that cannot be opened does not', async () => {
    const { media, local } = open();
    await local.open('microphone');
    await local.open('microphone', 'headset');
    expect(media.opened.map(({ stopped }) => stopped)).toEqual([true, false]);
    expect(local.get().devices.microphone).toBe('headset');
    media.refuse.audio = 'NotReadableError';
    expect(await local.open('microphone', 'third')).toBe(false);
    expect(asFake(local.get().tracks.microphone)).toMatchObject({ deviceId: 'headset', stopped: false });
    expect(local.get().problems.microphone).toBe('call/no-microphone');
  });

  it.each([
    ['NotAllowedError', 'audio', 'microphone', 'call/not-allowed'],
    ['NotAllowedError', 'video', 'camera', 'call/not-allowed'],
    ['NotFoundError', 'audio', 'microphone', 'call/no-microphone'],
    ['NotReadableError', 'video', 'camera', 'call/no-camera'],
  ] as const)('%s of %s is said in its words, and forgotten when it works', async (name, kind, place, code) => {
    const { media, local } = open();
    media.refuse[kind] = name;
    expect(await local.open(place)).toBe(false);
    expect(local.get().problems).toEqual({ [place]: code });
    delete media.refuse[kind];
    expect(await local.open(place)).toBe(true);
    expect(local.get().problems).toEqual({});
  });

  it('none of them are there in a browser without devices', async () => {
    const local = createLocalMedia(undefined, () => undefined);
    expect(await local.open('microphone')).toBe(false);
    expect(local.get().problems).toEqual({ microphone: 'call/no-microphone' });
    await local.openScreen();
    expect(local.get().tracks.screen).toBeUndefined();
  });

  it('what is unplugged is gone, and said', async () => {
    const { media, local, changes } = open();
    await local.open('camera');
    const before = changes.count;
    media.opened[0]?.unplug();
    expect(local.get()).toMatchObject({ tracks: {}, problems: { camera: 'call/no-camera' } });
    expect(changes.count).toBe(before + 1);
  });

  it('a screen that is ended in the browser’s own bar is gone without a complaint, as one that was never chosen', async () => {
    const { media, local } = open();
    media.refuse.screen = 'NotAllowedError';
    await local.openScreen();
    expect(local.get()).toMatchObject({ tracks: {}, problems: {} });
    delete media.refuse.screen;
    await local.openScreen();
    expect(asFake(local.get().tracks.screen).contentHint).toBe('detail');
    media.opened[0]?.unplug();
    expect(local.get()).toMatchObject({ tracks: {}, problems: {} });
  });

  it('all are let go at the end, also one that the browser gives only then', async () => {
    const { media, local } = open();
    await local.open('microphone');
    const late = local.open('camera');
    local.close();
    expect(await late).toBe(false);
    expect(media.opened.map(({ stopped }) => stopped)).toEqual([true, true]);
    expect(local.get().tracks).toEqual({});
  });
});
