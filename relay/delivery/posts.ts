import { type RelayFrame, relayPackets } from '../../lib/core/wire/frames';
import type { DeviceId, UserId } from '../../lib/core/wire/ids';
import type { Directory } from '../stores/ports';
import type { Lane } from './lane';
import { packetOf } from './tell';

/** What passes between processes, and to devices that are online. */
export type Posts = {
  push(devices: readonly DeviceId[], frame: RelayFrame): Promise<void>;
  pushToUser(user: UserId, frame: RelayFrame): Promise<void>;
  disconnect(device: DeviceId, code: CloseCode): Promise<void>;
  /** Another process may hold the device's socket: its mailbox has something new. Resolves when it was told. */
  wake(device: DeviceId): Promise<void>;
};

export type CloseCode = 'relay/replaced' | 'relay/revoked';
export type PostPorts = {
  readonly lanes: ReadonlyMap<DeviceId, Lane>;
  readonly directory: Directory;
  onMail(lane: Lane): void;
  onClose(lane: Lane, code: CloseCode): void;
  /** It was posted to a device that has just left this process. */
  onLate(device: DeviceId, frame: RelayFrame): void;
  onFailure(error: unknown): void;
};

export function createPosts({ lanes, directory, onMail, onClose, onLate, onFailure }: PostPorts): Posts {
  const toWake = new Set<DeviceId>();
  let woken: Promise<void> | undefined;

  directory.onPost((device, post) => {
    const lane = lanes.get(device);
    if (post.kind === 'packet') {
      for (const frame of relayPackets.read(post.packet)) {
        if (lane === undefined) onLate(device, frame);
        else lane.line.push(frame);
        if (frame.kind === 'session') frame.session.fill(0);
      }
    } else if (lane !== undefined) {
      if (post.kind === 'mail') onMail(lane);
      else onClose(lane, post.code);
    }
  });

  async function push(devices: readonly DeviceId[], frame: RelayFrame): Promise<void> {
    let shared: Uint8Array | undefined;
    const posted: Array<Promise<boolean>> = [];
    for (const device of devices) {
      const lane = lanes.get(device);
      if (lane !== undefined) lane.line.push(frame);
      else {
        if (frame.kind === 'session') posted.push(postAndWipe(device, packetOf(frame)));
        else {
          shared ??= packetOf(frame);
          posted.push(directory.post(device, { kind: 'packet', packet: shared }));
        }
      }
    }
    await Promise.all(posted);
  }

  /** Nothing of a session stays (S9): each device has a packet of its own, and who hears it overwrites the id. */
  const postAndWipe = (device: DeviceId, packet: Uint8Array): Promise<boolean> =>
    directory.post(device, { kind: 'packet', packet }).finally(() => packet.fill(0));

  /** Once per device and turn of the event loop, however much was stored. */
  async function wakeAll(): Promise<void> {
    const devices = [...toWake].filter((device) => !lanes.has(device));
    toWake.clear();
    woken = undefined;
    // Where it fails nobody hears anything: every process looks for itself once it hears again.
    await Promise.all(devices.map((device) => directory.post(device, { kind: 'mail' }).catch(onFailure)));
  }

  return {
    push,
    pushToUser: async (user, frame) => push(await directory.present(user), frame),
    async disconnect(device, code) {
      const lane = lanes.get(device);
      if (lane !== undefined) onClose(lane, code);
      else await directory.post(device, { kind: 'close', code });
    },
    wake(device) {
      toWake.add(device);
      woken ??= new Promise((resolve) => setImmediate(() => resolve(wakeAll())));
      return woken;
    },
  };
}
