import type { Line } from './line';
import { createMessagesIn } from './messages-in';
import type { Pristine, World } from './pristine';
import type { Replace } from './replace';
import { watchSending } from './socket-out';
import { createSocketStreams, type SocketStream } from './socket-streams';

/** WebSockets that speak XMPP hand over their text, both ways. The page keeps its native objects; all others pass. */
export function watchSockets(world: World, pristine: Pristine, replace: Replace, line: Line): void {
  const { bare, getter, listen, dispatch, stop, typeOf, currentTargetOf } = pristine;
  const { prototype: closing } = world.CloseEvent;
  const codeOf = getter<number>(closing, 'code');
  const reasonOf = getter<string>(closing, 'reason');
  const wasClean = getter<boolean>(closing, 'wasClean');
  const streams = createSocketStreams(world, pristine, line);
  const take = createMessagesIn(pristine);

  const copyOf = (event: Event): Event =>
    typeOf(event) === 'error'
      ? pristine.event('error')
      : pristine.closeEvent('close', bare({ code: codeOf(event), reason: reasonOf(event), wasClean: wasClean(event) }));
  const end = (socket: WebSocket, stream: SocketStream, event: Event) => {
    const isClose = typeOf(event) === 'close';
    if (isClose) line.closeStream(stream.id);
    if (stream.in.isEmpty()) return;
    stop(event);
    const copy = copyOf(event);
    stream.isEndHeld ||= isClose;
    stream.in.after(() => {
      if (isClose) stream.isEndHeld = false;
      dispatch(socket, copy);
    });
  };
  const hear = (event: Event) => {
    // Unforgeable: what the page dispatches itself, and what we dispatch again, is not from the network.
    if (!event.isTrusted) return;
    const socket = currentTargetOf(event) as WebSocket;
    const stream = streams.of(socket);
    if (stream === undefined) return;
    if (typeOf(event) !== 'message') return end(socket, stream, event);
    take(socket, event, { lane: stream.in, isEnded: () => stream.isEnded, end: () => streams.end(socket, stream) });
  };
  watchSending(world, pristine, replace, streams);
  replace.constructor('WebSocket', (socket: WebSocket) => {
    streams.watch(socket);
    listen(socket, 'message', hear, true);
    listen(socket, 'error', hear, true);
    listen(socket, 'close', hear, true);
  });
}
