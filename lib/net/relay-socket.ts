import type { ErrorCode } from '../core/error-codes';
import { AppError, toErrorCode } from '../core/errors';
import { type ClientFrame, type RelayFrame, relayPackets, SUBPROTOCOL } from '../core/wire/frames';
import type { RelaySocket } from './contract';
import { packetsOf } from './packets';
import { type NetPorts, netOf } from './ports';
import { relayCode } from './relay-code';
import { relayOrigin } from './relay-origin';
import { createRequests } from './requests';

/** From the first octet to `hello`. */
const HELLO_MS = 15_000;
/** The longest packet of a relay: 256 KiB, and then one answer of 2 MiB at most. */
const MOST_OCTETS = 3 * 2 ** 20;
/** Frames that came before anybody listened. */
const MOST_EARLY = 20_000;
const OPEN = 1;

/**
 * Connects to a relay and waits for its `hello`. Fails with `relay/unreachable`, `relay/address`, `relay/version`,
 * `relay/broken` where the relay says what no relay says, and with what the relay closed it for. `signal` ends the
 * connection at any time, with `bus/cancelled`; neither that nor `close` is told to `onClose`.
 */
export async function openRelay(
  relay: string,
  ports: Partial<NetPorts> = {},
  signal?: AbortSignal,
): Promise<RelaySocket> {
  const origin = relayOrigin(relay);
  if (signal?.aborted === true) throw new AppError('bus/cancelled');
  const socket = connect(netOf(ports), `${origin.replace('http', 'ws')}/v1/socket`);
  const opening = Promise.withResolvers<RelaySocket>();
  const requests = createRequests(
    (frame) => send([frame]),
    () => end('relay/unreachable'),
  );
  const onFrames: Array<(frames: readonly RelayFrame[]) => void> = [];
  const onClose: Array<(code: ErrorCode) => void> = [];
  let early: RelayFrame[] = [];
  let isGreeted = false;
  let ended: ErrorCode | undefined;

  function end(code: ErrorCode, isOwn = false): void {
    if (ended !== undefined) return;
    ended = code;
    clearTimeout(patience);
    signal?.removeEventListener('abort', cancel);
    socket.removeEventListener('message', message);
    socket.removeEventListener('close', closed);
    socket.close();
    opening.reject(new AppError(code));
    requests.end(code);
    if (!isOwn) for (const listener of onClose) listener(code);
  }
  const cancel = (): void => end('bus/cancelled', true);
  const closed = ({ reason }: CloseEvent): void => end(relayCode(reason) ?? 'relay/unreachable');

  function send(frames: readonly ClientFrame[]): boolean {
    if (ended !== undefined || socket.readyState !== OPEN) return false;
    for (const packet of packetsOf(frames)) socket.send(packet);
    return true;
  }

  function message({ data }: MessageEvent<unknown>): void {
    requests.heard();
    const frames = read(data);
    if (frames.length === 0) return;
    for (const listener of onFrames) listener(frames);
    if (onFrames.length === 0) keep(frames);
  }

  /** What is for listeners; of a packet with a lie in it, nothing. */
  function read(data: unknown): readonly RelayFrame[] {
    try {
      if (!(data instanceof ArrayBuffer) || data.byteLength > MOST_OCTETS) throw new AppError('relay/broken');
      return relayPackets.read(new Uint8Array(data)).filter(isForListeners);
    } catch (error) {
      end(toErrorCode(error) === 'relay/version' ? 'relay/version' : 'relay/broken');
      return [];
    }
  }

  function keep(frames: readonly RelayFrame[]): void {
    early = [...early, ...frames];
    if (early.length > MOST_EARLY) end('relay/broken');
  }

  /** Takes `hello`, once and first, and the answers. */
  function isForListeners(frame: RelayFrame): boolean {
    const isHello = frame.kind === 'hello';
    if (isHello === isGreeted) throw new AppError('relay/broken');
    if (frame.kind === 'hello') greet(frame);
    else if (frame.kind !== 'reply') return true;
    else if (!requests.take(frame)) throw new AppError('relay/broken');
    return false;
  }

  function greet(hello: RelaySocket['hello']): void {
    if (socket.protocol !== SUBPROTOCOL) throw new AppError('relay/version');
    isGreeted = true;
    clearTimeout(patience);
    opening.resolve({
      hello,
      ask: requests.ask,
      send,
      onFrames: (listener) => {
        onFrames.push(listener);
        const frames = early;
        early = [];
        if (frames.length > 0) listener(frames);
      },
      onClose: (listener) => {
        onClose.push(listener);
        if (ended !== undefined) listener(ended);
      },
      close: () => end('relay/unreachable', true),
    });
  }

  const patience = setTimeout(() => end('relay/unreachable'), HELLO_MS);
  signal?.addEventListener('abort', cancel);
  socket.addEventListener('message', message);
  socket.addEventListener('close', closed);
  return opening.promise;
}

function connect({ WebSocket }: NetPorts, url: string): WebSocket {
  try {
    const socket = new WebSocket(url, SUBPROTOCOL);
    socket.binaryType = 'arraybuffer';
    return socket;
  } catch (cause) {
    throw new AppError('relay/unreachable', { cause });
  }
}
