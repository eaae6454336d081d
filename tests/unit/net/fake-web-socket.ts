import {
  type ClientFrame,
  clientPackets,
  type RelayFrame,
  relayPackets,
  SUBPROTOCOL,
} from '../../../lib/core/wire/frames';
import type { NetPorts } from '../../../lib/net/ports';

export const HELLO: Extract<RelayFrame, { kind: 'hello' }> = {
  kind: 'hello',
  now: 1,
  challenge: new Uint8Array(32),
  registration: 'open',
  payloadOctets: 65_536,
  attachmentOctets: 1,
  devices: 20,
  keepMs: 1,
};

export const packetOf = (...frames: readonly RelayFrame[]): ArrayBuffer => {
  const writer = relayPackets.start();
  for (const frame of frames) relayPackets.append(writer, frame);
  return writer.take().slice().buffer;
};

/** A WebSocket whose other end is the test. */
export class FakeWebSocket extends EventTarget {
  readonly url: string;
  readonly asked: string;
  protocol = SUBPROTOCOL;
  readyState = 0;
  binaryType = 'blob';
  readonly packets: Uint8Array[] = [];
  listeners = 0;

  constructor(url: string, asked: string) {
    super();
    this.url = url;
    this.asked = asked;
  }

  override addEventListener(...given: Parameters<EventTarget['addEventListener']>): void {
    this.listeners++;
    super.addEventListener(...given);
  }

  override removeEventListener(...given: Parameters<EventTarget['removeEventListener']>): void {
    this.listeners--;
    super.removeEventListener(...given);
  }

  get sent(): ClientFrame[] {
    return this.packets.flatMap((packet) => clientPackets.read(packet));
  }

  send(packet: Uint8Array): void {
    this.packets.push(packet);
  }

  close(): void {
    this.readyState = 3;
  }

  /** The other end: the connection stands. */
  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  arrive(...frames: readonly RelayFrame[]): void {
    this.arriveAs(packetOf(...frames));
  }

  arriveAs(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  hangUp(reason = '', code = 1006): void {
    this.readyState = 3;
    this.dispatchEvent(new CloseEvent('close', { code, reason }));
  }
}

/** A world whose sockets are kept. */
export function fakeWebSockets() {
  const made: FakeWebSocket[] = [];
  class Kept extends FakeWebSocket {
    constructor(url: string, asked: string) {
      super(url, asked);
      made.push(this);
    }
  }
  return { made, ports: { WebSocket: Kept as unknown as NetPorts['WebSocket'] } };
}
