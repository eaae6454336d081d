import type { MediaPorts } from './ports';

export type Device = { readonly id: string; readonly words: string };
export type Devices = {
  readonly microphones: readonly Device[];
  readonly cameras: readonly Device[];
  readonly speakers: readonly Device[];
};

export const NO_DEVICES: Devices = { microphones: [], cameras: [], speakers: [] };

/** Names are known once the browser has allowed one of them; before, they are only counted. Never rejects. */
export async function listDevices(media: MediaPorts | undefined): Promise<Devices> {
  const all = (await media?.enumerateDevices().catch(() => [])) ?? [];
  const of = (kind: MediaDeviceKind, word: string): readonly Device[] =>
    all
      .filter((one) => one.kind === kind && one.deviceId !== '')
      .map(({ deviceId, label }, at) => ({ id: deviceId, words: label === '' ? `${word} ${at + 1}` : label }));
  return {
    microphones: of('audioinput', 'Microphone'),
    cameras: of('videoinput', 'Camera'),
    speakers: of('audiooutput', 'Speaker'),
  };
}
