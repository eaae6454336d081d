import { createLane, type Lane } from './lane';
import type { Line } from './line';
import type { Pristine, World } from './pristine';

/** What is kept of a socket that speaks XMPP. */
export type SocketStream = {
  readonly id: number;
  readonly out: Lane;
  readonly in: Lane;
  /** Octets that wait for the isolated half: the page counts them as buffered. */
  buffered: number;
  /** The page has closed it, and frames before that wait still. */
  isClosing: boolean;
  /** The browser has closed it, and frames before that wait still. */
  isEndHeld: boolean;
  /** Ended by us: nothing more goes out or comes in. */
  isEnded: boolean;
};

export type SocketStreams = {
  /** Listened on from its start. */
  watch(socket: WebSocket): void;
  /** `undefined` for every socket that does not speak XMPP (RFC 7395), as its server has chosen, and for none. */
  of(socket: WebSocket): SocketStream | undefined;
  end(socket: WebSocket, stream: SocketStream): void;
};

/** RFC 6455, 7.4.2: of the range for private use. */
const ENDED_BY_US = 4001;

export function createSocketStreams(world: World, pristine: Pristine, line: Line): SocketStreams {
  const native = world.WebSocket.prototype;
  const protocolOf = pristine.getter<string>(native, 'protocol');
  const urlOf = pristine.getter<string>(native, 'url');
  const closeNow = pristine.method<void>(native, 'close');
  const known = pristine.weakMap<WebSocket, { isEarlier: boolean; stream: SocketStream | undefined }>();

  const speaksXmpp = (socket: WebSocket): boolean => {
    try {
      return protocolOf(socket) === 'xmpp';
    } catch {
      return false;
    }
  };
  return {
    watch: (socket) => known.set(socket, pristine.bare({ isEarlier: false, stream: undefined })),
    of(socket) {
      if (!speaksXmpp(socket)) return undefined;
      const entry = known.get(socket);
      if (entry === undefined) {
        known.set(socket, pristine.bare({ isEarlier: true, stream: undefined }));
        line.elsewhere('earlier', urlOf(socket));
        return undefined;
      }
      if (entry.stream !== undefined || entry.isEarlier) return entry.stream;
      const id = line.openStream('websocket', urlOf(socket));
      entry.stream = pristine.bare({
        id,
        out: createLane(line, id, 'out'),
        in: createLane(line, id, 'in'),
        buffered: 0,
        isClosing: false,
        isEndHeld: false,
        isEnded: false,
      });
      return entry.stream;
    },
    end(socket, stream) {
      stream.isEnded = true;
      closeNow(socket, ENDED_BY_US);
    },
  };
}
