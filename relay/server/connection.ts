import type { WebSocket } from 'ws';
import type { ErrorCode } from '../../lib/core/error-codes';
import type { RelayFrame } from '../../lib/core/wire/frames';
import type { Line } from '../delivery/lane';
import { closeCodeOf } from './close-codes';
import type { Caller, Exchange, LoggedIn } from './context';
import { discard, type Outbox, type Outlet } from './outbox';

const NOTHING: readonly RelayFrame[] = [];
const BINARY = { binary: true } as const;

export type ConnectionOptions = {
  readonly socket: WebSocket;
  readonly outbox: Outbox;
  readonly challenge: Uint8Array;
  readonly relay: string;
  readonly addressTag: string;
  readonly unreadOctets: number;
  readonly now: number;
  /** Frames that it may send at once. */
  readonly allowance: number;
  /** Called once, when nothing goes over it any more; the socket itself may take a while to close. */
  onEnd(connection: Connection): void;
};

/** One socket. A class, because ten thousand idle ones share its methods: closures would be most of their memory. */
export class Connection implements Caller, Line, Outlet {
  readonly socket: WebSocket;
  readonly relay: string;
  readonly addressTag: string;
  readonly opened: number;
  challenge: Uint8Array | undefined;
  login: LoggedIn | undefined = undefined;
  exchange: Exchange | undefined = undefined;
  /** When something of it arrived, and when it was asked for a sign of life. */
  heard: number;
  asked = 0;
  allowance: number;
  allowedAt: number;
  /** Requests that are being answered, one after another. */
  requests = 0;
  turn: Promise<void> | undefined = undefined;
  isOpen: boolean;
  readonly #outbox: Outbox;
  readonly #unreadOctets: number;
  readonly #onEnd: ConnectionOptions['onEnd'];
  #queue: RelayFrame[] | undefined = undefined;

  constructor(options: ConnectionOptions) {
    this.socket = options.socket;
    this.relay = options.relay;
    this.addressTag = options.addressTag;
    this.challenge = options.challenge;
    this.isOpen = true;
    this.opened = options.now;
    this.heard = options.now;
    this.allowedAt = options.now;
    this.allowance = options.allowance;
    this.#outbox = options.outbox;
    this.#unreadOctets = options.unreadOctets;
    this.#onEnd = options.onEnd;
  }

  /** Octets of a `session` frame are not used any more when this returns: they can be wiped (S9). */
  push(frame: RelayFrame): void {
    if (!this.isOpen) {
      discard(frame);
      return;
    }
    const marked = this.#queue !== undefined;
    if (this.#queue === undefined) this.#queue = [frame];
    else this.#queue.push(frame);
    if (frame.kind === 'session') this.#outbox.flush(this);
    else if (!marked) this.#outbox.mark(this);
  }

  takeQueue(): readonly RelayFrame[] {
    const queue = this.#queue ?? NOTHING;
    this.#queue = undefined;
    return queue;
  }

  write(packet: Buffer, wipe: boolean): void {
    if (!this.isOpen) {
      packet.fill(0);
      return;
    }
    if (wipe) this.socket.send(packet, BINARY, () => packet.fill(0));
    else this.socket.send(packet, BINARY);
    if (this.socket.bufferedAmount > this.#unreadOctets) this.close('relay/too-slow');
  }

  ping(): void {
    if (!this.isOpen) return;
    this.#outbox.flush(this);
    if (this.isOpen) this.socket.ping();
  }

  /** What was pushed before goes out before. */
  close(code: ErrorCode): void {
    if (!this.isOpen) return;
    if (code !== 'relay/too-slow') this.#outbox.flush(this);
    this.socket.close(closeCodeOf(code), code);
    this.end();
  }

  /** The socket is closed, or about to be. */
  end(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    for (const frame of this.takeQueue()) discard(frame);
    this.#onEnd(this);
  }
}
