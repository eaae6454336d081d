import type { ErrorCode } from '../../lib/core/error-codes';
import type { RelayFrame } from '../../lib/core/wire/frames';
import type { DeviceId, MessageId } from '../../lib/core/wire/ids';
import type { Envelope } from '../stores/ports';

/** A device's socket, as delivery sees it. */
export type Line = {
  /** A `session` frame is encoded when this returns: its octets may be overwritten. */
  push(frame: RelayFrame): void;
  /** Once the device answers, `ponged` is called: it has read everything before. */
  ping(): void;
  close(code: ErrorCode): void;
};

/**
 * A message on its way to a connected device.
 * `held`: not handed over yet, waits for older ones. `memory`: handed over, kept nowhere else. `storing`: the append
 * is under way. `acknowledged`: the device has it while it is being stored, and the sender knows. `leaving`: the store
 * is told to forget it.
 */
export type Flight = {
  readonly id: MessageId;
  readonly sender: DeviceId;
  readonly octets: number;
  /** When it came, and its place among all that came. */
  readonly since: number;
  readonly order: number;
  where: 'held' | 'memory' | 'storing' | 'acknowledged' | 'stored' | 'leaving';
  /** The sender knows that the device has it. */
  isTold?: boolean;
  /** Kept only as long as no store has it. */
  envelope: Envelope | undefined;
};

/**
 * One connected device. `live`: everything older was handed over, so that new messages go straight to the socket.
 * `catching`: almost; new ones are held for a moment. `behind`: new ones are appended to the mailbox.
 */
export type Lane = {
  readonly device: DeviceId;
  readonly line: Line;
  state: 'live' | 'catching' | 'behind';
  open: boolean;
  /** Handed over and not yet out of every place, in order; then those held. */
  readonly flights: Map<MessageId, Flight>;
  held: Flight[];
  /** Handed over and not acknowledged. */
  unread: number;
  unreadOctets: number;
  inMemory: number;
  /** The mailbox was read up to this place. */
  after: number;
  reading: boolean;
  /** Grows with each word that the mailbox has something new. */
  news: number;
  /** Appends under way that this socket has not been handed. */
  unseen: number;
  /** Receipts are not acknowledged by people's devices: the pong to a ping behind them is. */
  receipts: MessageId[];
  pinged: MessageId[];
};

export const openLane = (device: DeviceId, line: Line, unseen: number): Lane => ({
  device,
  line,
  state: 'behind',
  open: true,
  flights: new Map(),
  held: NONE,
  unread: 0,
  unreadOctets: 0,
  inMemory: 0,
  after: 0,
  reading: false,
  news: 0,
  unseen,
  receipts: NO_RECEIPTS,
  pinged: NO_RECEIPTS,
});

/** Shared and never written to: ten thousand idle sockets need no lists of their own. */
const NONE: Flight[] = [];
const NO_RECEIPTS: MessageId[] = [];

/** What a device may have unread before more waits in its mailbox. */
export const WINDOW = { messages: 1_000, octets: 1024 * 1024 } as const;

export const hasRoom = (lane: Lane): boolean => lane.unread < WINDOW.messages && lane.unreadOctets < WINDOW.octets;

/** The device has it, or nobody will: it takes no more room. */
export function countRead(lane: Lane, flight: Flight): void {
  lane.unread--;
  lane.unreadOctets -= flight.octets;
}

/** Not kept anywhere any more. */
export function dropFlight(lane: Lane, flight: Flight): void {
  lane.flights.delete(flight.id);
  if (flight.where !== 'acknowledged' && flight.where !== 'leaving') countRead(lane, flight);
}
