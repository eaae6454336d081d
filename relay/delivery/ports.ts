import type { DeviceId, MessageId } from '../../lib/core/wire/ids';
import type { Context, Delivery } from '../server/context';
import type { Line } from './lane';

/** What delivery works with. */
export type DeliveryPorts = Pick<Context, 'config' | 'clock' | 'log' | 'metrics' | 'stores'>;

/** Delivery as the sockets see it. */
export type DeliveryService = Delivery & {
  /** The device is at this socket now; an older one of it is closed with `relay/replaced`. */
  enter(device: DeviceId, line: Line): void;
  /** The device is ready for what waits for it. */
  start(device: DeviceId): void;
  /** Answers false where the device is at a newer socket. What it did not acknowledge goes into its mailbox. */
  leave(device: DeviceId, line: Line): boolean;
  acknowledge(device: DeviceId, ids: readonly MessageId[]): void;
  /** The socket answered a ping. */
  ponged(device: DeviceId): void;
  /** Nothing is kept and nothing is answered. */
  signal(payload: Uint8Array, to: readonly DeviceId[]): void;
  /** Stores what was not acknowledged for a while. Every few tens of milliseconds. */
  sweep(): void;
  /** Tries again what a store that was away could not take. */
  retry(): void;
  /** Removes what nobody fetched in time, and tells the senders. */
  expire(): Promise<void>;
  /** From now on everything goes to the store; resolves when everything is there, or a store is away. */
  ground(): Promise<void>;
};
