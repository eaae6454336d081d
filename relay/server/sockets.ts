import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { ErrorCode } from '../../lib/core/error-codes';
import { SUBPROTOCOL } from '../../lib/core/wire/frames';
import { tagOf } from '../accounts/secrets';
import { addressOf, createAddressCounts } from './address';
import { Connection } from './connection';
import type { Context } from './context';
import { ALLOWANCE_SECONDS } from './dispatch';
import { judgeUpgrade, refuseUpgrade, type UpgradeRefusal } from './judge-upgrade';
import { createOutbox } from './outbox';

export type SocketPorts = {
  readonly ctx: Context;
  dispatch(connection: Connection, data: RawData, isBinary: boolean): void;
  /** The other side asks for a sign of life; ws answers. */
  onPing(connection: Connection): void;
  onPong(connection: Connection): void;
  onEnd(connection: Connection): void;
};

export type Sockets = {
  readonly connections: ReadonlySet<Connection>;
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** From now on every upgrade is refused. */
  shut(): void;
  /** Tells everybody who is logged in. */
  notify(code: ErrorCode): void;
  /** Resolves when no socket is left. */
  empty(): Promise<void>;
  close(): void;
};

/** A socket that was told to close and does not is cut after this. */
const CLOSE_MS = 5_000;
/** The longest packet: one frame of the largest request, with room for a few small ones. */
const MOST_OCTETS = 2 ** 20 + 2 ** 16;

/** A WebSocket that knows its connection, so that all sockets share their listeners. */
class RelaySocket extends WebSocket {
  connection: Connection | undefined = undefined;
}

export function createSockets({ ctx, dispatch, onPing, onPong, onEnd }: SocketPorts): Sockets {
  const { config, clock, metrics, secrets } = ctx;
  const { limits } = config;
  const connections = new Set<Connection>();
  const addresses = createAddressCounts(limits.connectionsPerAddress);
  const outbox = createOutbox();
  const onEmpty: Array<() => void> = [];
  let isShut = false;

  // A constant of its own: `closeTimeout` is not in the types of ws yet.
  const options = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MOST_OCTETS,
    closeTimeout: CLOSE_MS,
    WebSocket: RelaySocket,
    handleProtocols: () => SUBPROTOCOL,
  };
  const server = new WebSocketServer(options);

  function message(this: WebSocket, data: RawData, isBinary: boolean): void {
    if (this instanceof RelaySocket && this.connection !== undefined) dispatch(this.connection, data, isBinary);
  }
  function pong(this: WebSocket): void {
    if (!(this instanceof RelaySocket) || this.connection === undefined) return;
    onPong(this.connection);
  }
  function ping(this: WebSocket): void {
    if (this instanceof RelaySocket && this.connection !== undefined) onPing(this.connection);
  }
  function close(this: WebSocket): void {
    if (!(this instanceof RelaySocket) || this.connection === undefined) return;
    const { connection } = this;
    this.connection = undefined;
    connections.delete(connection);
    addresses.remove(connection.addressTag);
    metrics.gauge('sockets', connections.size);
    connection.end();
    if (connections.size === 0) for (const resolve of onEmpty.splice(0)) resolve();
  }
  // What is wrong with a frame of RFC 6455 closes the socket with a code of ws; nothing is to be logged.
  const error = (): void => undefined;

  function open(socket: RelaySocket, relay: string, addressTag: string): void {
    const connection = new Connection({
      socket,
      outbox,
      challenge: randomBytes(32),
      relay,
      addressTag,
      unreadOctets: limits.unreadOctets,
      now: clock(),
      allowance: limits.framesPerSecond * ALLOWANCE_SECONDS,
      onEnd,
    });
    socket.connection = connection;
    connections.add(connection);
    metrics.gauge('sockets', connections.size);
    socket.on('message', message).on('ping', ping).on('pong', pong).on('close', close).on('error', error);
    greet(connection);
  }

  function greet(connection: Connection): void {
    connection.push({
      kind: 'hello',
      now: clock(),
      challenge: connection.challenge ?? randomBytes(32),
      registration: config.registration,
      payloadOctets: limits.payloadOctets,
      attachmentOctets: limits.attachmentOctets,
      devices: limits.devices,
      keepMs: limits.keepMs,
    });
  }

  /** Nothing that lives as long as the socket may hold the request: it is larger than all the rest. */
  function upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    onOpen: (socket: RelaySocket) => void,
    onRefused: () => void,
  ): void {
    // ws may still refuse the request, or the other side may be gone.
    socket.once('close', onRefused);
    server.handleUpgrade(request, socket, head, (webSocket) => {
      socket.off('close', onRefused);
      onOpen(webSocket);
    });
  }

  function refusalOf(request: IncomingMessage): UpgradeRefusal | undefined {
    if (isShut) return { status: 503, code: 'relay/draining' };
    if (connections.size >= limits.connections) return { status: 503, code: 'relay/wait' };
    return judgeUpgrade(request, config.allowedOrigins);
  }

  return {
    connections,
    handleUpgrade(request, socket, head) {
      const refusal = refusalOf(request);
      if (refusal !== undefined) return refuseUpgrade(socket, refusal);
      const tag = tagOf(secrets, addressOf(request, config));
      if (!addresses.add(tag)) return refuseUpgrade(socket, { status: 429, code: 'relay/wait' });
      const relay = config.publicHost ?? request.headers.host ?? '';
      upgrade(
        request,
        socket,
        head,
        (webSocket) => open(webSocket, relay, tag),
        () => addresses.remove(tag),
      );
    },
    shut: () => {
      isShut = true;
    },
    notify(code) {
      for (const connection of connections)
        if (connection.login !== undefined) connection.push({ kind: 'notice', code });
    },
    empty: () => (connections.size === 0 ? Promise.resolve() : new Promise((resolve) => onEmpty.push(resolve))),
    close() {
      isShut = true;
      for (const { socket } of connections) socket.terminate();
      server.close();
    },
  };
}
