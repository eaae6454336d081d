import type { Verdict } from './line';
import { binaryTest, utf8Length } from './octets';
import type { Pristine, World } from './pristine';
import type { Replace } from './replace';
import type { SocketStream, SocketStreams } from './socket-streams';

const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;
/** RFC 6455, 5.5.1: what fits into a close frame beside the code. */
const REASON_MOST = 123;

/** What the page sends, and what it is told of that: the native methods and getters, with those that wait counted in. */
export function watchSending(world: World, pristine: Pristine, replace: Replace, streams: SocketStreams): void {
  const { apply, method, getter, domException } = pristine;
  const native = world.WebSocket.prototype;
  const readyStateOf = getter<number>(native, 'readyState');
  const sendNow = method<void>(native, 'send');
  const isBinary = binaryTest(world, pristine);
  const { structuredClone } = world;

  const sendText = (socket: WebSocket, stream: SocketStream, text: string): void => {
    const go = ({ end, text: other }: Verdict) => {
      if (end) streams.end(socket, stream);
      else if (!stream.isEnded) sendNow(socket, other ?? text);
    };
    let waiting = 0;
    const early = stream.out.frame(text, (verdict) => {
      stream.buffered -= waiting;
      go(verdict);
    });
    if (early !== undefined) {
      go(early);
      return;
    }
    waiting = utf8Length(pristine, text);
    stream.buffered += waiting;
  };

  replace.method(native, 'send', (target, socket: WebSocket, values) => {
    const stream = values.length > 0 ? streams.of(socket) : undefined;
    if (stream === undefined || readyStateOf(socket) !== OPEN) return apply(target, socket, values);
    // As behind every close: what comes later is discarded.
    if (stream.isClosing) return undefined;
    const data = values[0];
    if (!isBinary(data)) return sendText(socket, stream, typeof data === 'string' ? data : `${data}`);
    if (stream.out.isEmpty()) return apply(target, socket, values);
    const kept: unknown = apply(structuredClone, world, [data]);
    stream.out.after(() => sendNow(socket, kept));
    return undefined;
  });

  /** @throws as `close` itself would, since it is called later only. */
  const checkClose = (values: readonly unknown[]): unknown[] => {
    const { 0: code, 1: reason } = values;
    const wanted: unknown[] = [];
    if (code !== undefined) {
      const asked = +(code as number);
      if (asked !== 1000 && !(asked >= 3000 && asked <= 4999))
        throw domException('The close code must be either 1000, or between 3000 and 4999.', 'InvalidAccessError');
      wanted[0] = asked;
    }
    if (reason !== undefined) {
      const said = `${reason}`;
      if (utf8Length(pristine, said) > REASON_MOST)
        throw domException(`The close reason must not be greater than ${REASON_MOST} UTF-8 bytes.`, 'SyntaxError');
      if (code === undefined) wanted[0] = undefined;
      wanted[1] = said;
    }
    return wanted;
  };
  replace.method(native, 'close', (target, socket: WebSocket, values) => {
    const stream = streams.of(socket);
    if (stream === undefined || stream.out.isEmpty() || readyStateOf(socket) !== OPEN)
      return apply(target, socket, values);
    const wanted = checkClose(values);
    if (stream.isClosing) return undefined;
    stream.isClosing = true;
    stream.out.after(() => apply(target, socket, wanted));
    return undefined;
  });

  replace.getter(native, 'readyState', (target, socket: WebSocket) => {
    const state = apply(target, socket, []) as number;
    if (state !== OPEN && state !== CLOSED) return state;
    const stream = streams.of(socket);
    if (stream === undefined) return state;
    return (state === OPEN && stream.isClosing) || (state === CLOSED && stream.isEndHeld) ? CLOSING : state;
  });
  replace.getter(native, 'bufferedAmount', (target, socket: WebSocket) => {
    const amount = apply(target, socket, []) as number;
    return amount + (streams.of(socket)?.buffered ?? 0);
  });
}
