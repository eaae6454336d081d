import { AppError } from '../errors';
import { type Codec, fixed, list, oneOf, opaque, struct, text, uint8, uint16, uint32, uint64 } from './codec';
import { deviceId, messageId, sessionId, userId } from './ids';
import { Reader } from './reader';
import { payload } from './requests';
import { Writer } from './writer';

/** The version of everything below; the first octet of every packet. */
export const WIRE_VERSION = 1;
/** Sec-WebSocket-Protocol (RFC 6455, 1.9). */
export const SUBPROTOCOL = 'sotto.relay.v1';

const code = text(32);

/** What a client sends. */
const CLIENT_FRAMES = {
  /** `type` and `input` are of one of REQUESTS; `request` is any number not in use, it comes back in `reply`. */
  request: [1, struct({ request: uint32, type: uint8, input: opaque(2 ** 21) })],
  /** To devices of anybody; kept until each acknowledged it, at most 72 h. Answered by `status` or `refused`. */
  send: [2, struct({ id: messageId, to: list(deviceId, 1_000), payload })],
  /** These are safe with the device: the relay forgets them. */
  acknowledge: [3, struct({ ids: list(messageId, 1_000) })],
  /** To devices that are online, never kept, never answered: typing, calls. */
  signal: [4, struct({ to: list(deviceId, 64), payload })],
} as const;

/** What a relay sends. */
const RELAY_FRAMES = {
  /** First on every socket. `challenge` is for `account.resume`; sizes in octets, counts per account. */
  hello: [
    128,
    struct({
      now: uint64,
      challenge: fixed(32),
      registration: oneOf(['open', 'invitation', 'closed']),
      payloadOctets: uint32,
      attachmentOctets: uint32,
      devices: uint16,
      keepMs: uint32,
    }),
  ],
  /** `code` is empty where it was done; `waitMs` says when to ask again, 0 for never or at once. */
  reply: [129, struct({ request: uint32, code, waitMs: uint32, output: opaque(2 ** 21) })],
  /** To be acknowledged. `at`: when the relay took it. */
  deliver: [130, struct({ id: messageId, at: uint64, payload })],
  /** What became of a message of mine, for these devices. `stored` may come late: the other two are final. */
  status: [
    131,
    struct({ id: messageId, state: oneOf(['stored', 'delivered', 'expired']), devices: list(deviceId, 1_000) }),
  ],
  /** The message was not taken for these devices (all of them where the list is empty). */
  refused: [132, struct({ id: messageId, code, waitMs: uint32, devices: list(deviceId, 1_000) })],
  signal: [133, struct({ payload })],
  presence: [134, struct({ user: userId, state: oneOf(['offline', 'online']) })],
  session: [135, struct({ session: sessionId, peer: userId, state: oneOf(['started', 'ended']), at: uint64 })],
  /** `relay/waiting`: a store is away, go on waiting; `relay/back`; `relay/draining`: connect again, elsewhere. */
  notice: [136, struct({ code })],
} as const;

type Table = Readonly<Record<string, readonly [number, Codec<unknown>]>>;
type FrameOf<T extends Table> = {
  [K in keyof T & string]: { readonly kind: K } & (T[K][1] extends Codec<infer Body> ? Body : never);
}[keyof T & string];

export type ClientFrame = FrameOf<typeof CLIENT_FRAMES>;
export type RelayFrame = FrameOf<typeof RELAY_FRAMES>;
export type MessageState = Extract<RelayFrame, { kind: 'status' }>['state'];

/** One message of the WebSocket: the version, then frames to its end. */
const packets = <T extends Table>(table: T) => {
  const byType = new Map(Object.entries(table).map(([kind, [type, codec]]) => [type, { kind, codec }]));
  return {
    start: (room = 1_024): Writer => {
      const writer = new Writer(room);
      writer.whole(WIRE_VERSION, 1);
      return writer;
    },
    /** Begins the next packet in the buffer of one that was copied; `wipe` where nothing of it may stay. */
    restart: (writer: Writer, wipe: boolean): void => {
      writer.restart(wipe);
      writer.whole(WIRE_VERSION, 1);
    },
    append: (writer: Writer, frame: FrameOf<T>): void => {
      const [type, codec] = table[frame.kind] as T[keyof T];
      writer.whole(type, 1);
      codec.write(writer, frame);
    },
    /** Fails with `relay/version` or `wire/malformed`. Byte fields are views into the packet. */
    read: (packet: Uint8Array): Array<FrameOf<T>> => {
      const reader = new Reader(packet);
      if (reader.whole(1) !== WIRE_VERSION) throw new AppError('relay/version');
      const frames: Array<FrameOf<T>> = [];
      while (reader.left > 0) {
        const known = byType.get(reader.whole(1));
        if (known === undefined) throw new AppError('wire/malformed');
        const frame = known.codec.read(reader) as { kind: string };
        frame.kind = known.kind;
        frames.push(frame as FrameOf<T>);
      }
      return frames;
    },
  };
};

export const clientPackets = packets(CLIENT_FRAMES);
export const relayPackets = packets(RELAY_FRAMES);
