import { randomBytes } from 'node:crypto';
import type { ErrorCode } from '../../lib/core/error-codes';
import { type MessageState, type RelayFrame, relayPackets } from '../../lib/core/wire/frames';
import { type DeviceId, type MessageId, toHex } from '../../lib/core/wire/ids';
import type { Directory, Envelope } from '../stores/ports';
import type { Lane } from './lane';

/** Tells senders what became of their messages, wherever they are. */
export type Teller = {
  stored(sender: DeviceId, id: MessageId, devices: readonly DeviceId[]): void;
  /** These two are kept for a sender that is away, as a receipt in its mailbox. */
  delivered(sender: DeviceId, id: MessageId, device: DeviceId): void;
  expired(sender: DeviceId, id: MessageId, device: DeviceId): void;
  refused(sender: DeviceId, id: MessageId, code: ErrorCode, waitMs: number, devices: readonly DeviceId[]): void;
  /** A frame from another process came too late: what has to last is kept. */
  late(sender: DeviceId, frame: RelayFrame): void;
};

export type TellPorts = {
  readonly lanes: ReadonlyMap<DeviceId, Lane>;
  readonly directory: Pick<Directory, 'post'>;
  readonly clock: () => number;
  keep(receipt: Envelope, to: DeviceId): void;
};

/** One frame as it travels between processes and in receipts. */
export function packetOf(frame: RelayFrame): Uint8Array {
  const writer = relayPackets.start();
  relayPackets.append(writer, frame);
  return writer.take();
}

export function createTeller({ lanes, directory, clock, keep }: TellPorts): Teller {
  const receipt = (sender: DeviceId, payload: Uint8Array): Envelope => ({
    // Not the id of the message: a message to several devices comes back in several receipts.
    id: toHex(randomBytes(16)) as MessageId,
    sender,
    at: clock(),
    kind: 'receipt',
    payload,
  });

  /** Resolves to false where nobody holds the sender's socket. */
  const post = (sender: DeviceId, packet: Uint8Array): Promise<boolean> =>
    directory.post(sender, { kind: 'packet', packet }).catch(() => false);

  function passing(sender: DeviceId, frame: RelayFrame): void {
    const lane = lanes.get(sender);
    if (lane !== undefined) lane.line.push(frame);
    else void post(sender, packetOf(frame));
  }

  function lasting(sender: DeviceId, id: MessageId, state: MessageState, device: DeviceId): void {
    const frame: RelayFrame = { kind: 'status', id, state, devices: [device] };
    const lane = lanes.get(sender);
    if (lane !== undefined) {
      lane.line.push(frame);
      return;
    }
    const packet = packetOf(frame);
    void post(sender, packet).then((told) => {
      if (!told) keep(receipt(device, packet), sender);
    });
  }

  return {
    stored: (sender, id, devices) => passing(sender, { kind: 'status', id, state: 'stored', devices }),
    refused: (sender, id, code, waitMs, devices) => passing(sender, { kind: 'refused', id, code, waitMs, devices }),
    delivered: (sender, id, device) => lasting(sender, id, 'delivered', device),
    expired: (sender, id, device) => lasting(sender, id, 'expired', device),
    late(sender, frame) {
      const device = frame.kind === 'status' && frame.state !== 'stored' ? frame.devices[0] : undefined;
      if (device !== undefined) keep(receipt(device, packetOf(frame)), sender);
    },
  };
}
