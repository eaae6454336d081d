import { WebSocket } from 'ws';
import type { Codec } from '../../../lib/core/wire/codec';
import { decode, encode } from '../../../lib/core/wire/encode';
import {
  type ClientFrame,
  clientPackets,
  type RelayFrame,
  relayPackets,
  SUBPROTOCOL,
} from '../../../lib/core/wire/frames';
import { REQUESTS, type RequestInput, type RequestName, type RequestOutput } from '../../../lib/core/wire/requests';

/** A relay said no: the code, and how long to wait. */
export class Refusal extends Error {
  readonly waitMs: number;

  constructor(code: string, waitMs: number) {
    super(code);
    this.waitMs = waitMs;
  }
}

export type FrameKind = RelayFrame['kind'];
export type FrameOf<Kind extends FrameKind> = Extract<RelayFrame, { kind: Kind }>;
export type Closed = { readonly code: number; readonly reason: string };

/** One socket to a relay, as thin as can be: what arrives is kept until somebody asks for it. */
export type RelayClient = {
  readonly url: string;
  readonly hello: FrameOf<'hello'>;
  readonly socket: WebSocket;
  /** Frames that arrived and that nobody took yet, in order. */
  readonly frames: RelayFrame[];
  readonly closed: Promise<Closed>;
  /** Fails with `Refusal`. */
  ask<Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<RequestOutput<Name>>;
  /** All in one packet. */
  send(...frames: ClientFrame[]): void;
  /** Takes the first frame of the kind for which the predicate holds, now or when it arrives. */
  next<Kind extends FrameKind>(kind: Kind, wanted?: (frame: FrameOf<Kind>) => boolean): Promise<FrameOf<Kind>>;
  /** Waits until the socket is closed. */
  close(): Promise<Closed>;
};

type Waiter = {
  readonly wanted: (frame: RelayFrame) => boolean;
  readonly take: (frame: RelayFrame) => void;
  readonly fail: (error: Error) => void;
};

/** Connects to `ws://…` and waits for `hello`. Fails where the relay refuses the upgrade. */
export async function connectRelay(url: string, headers: Record<string, string> = {}): Promise<RelayClient> {
  const socket = new WebSocket(`${url}/v1/socket`, SUBPROTOCOL, { headers, perMessageDeflate: false });
  const frames: RelayFrame[] = [];
  const waiters = new Set<Waiter>();
  let asked = 0;

  const closed = new Promise<Closed>((resolve) => {
    socket.once('close', (code, reason) => {
      const end = { code, reason: reason.toString() };
      for (const waiter of waiters) waiter.fail(new Error(`closed: ${end.code} ${end.reason}`));
      waiters.clear();
      resolve(end);
    });
  });
  socket.on('message', (data: Buffer) => {
    for (const frame of relayPackets.read(data)) {
      const waiter = [...waiters].find(({ wanted }) => wanted(frame));
      if (waiter === undefined) frames.push(frame);
      else {
        waiters.delete(waiter);
        waiter.take(frame);
      }
    }
  });

  function next<Kind extends FrameKind>(kind: Kind, wanted: (frame: FrameOf<Kind>) => boolean = () => true) {
    const fits = (frame: RelayFrame) => frame.kind === kind && wanted(frame as FrameOf<Kind>);
    const at = frames.findIndex(fits);
    if (at >= 0) return Promise.resolve(frames.splice(at, 1)[0] as FrameOf<Kind>);
    if (socket.readyState > WebSocket.OPEN) return Promise.reject(new Error('closed'));
    return new Promise<FrameOf<Kind>>((resolve, reject) => {
      waiters.add({ wanted: fits, take: (frame) => resolve(frame as FrameOf<Kind>), fail: reject });
    });
  }

  const send = (...sent: ClientFrame[]): void => {
    const writer = clientPackets.start();
    for (const frame of sent) clientPackets.append(writer, frame);
    socket.send(writer.take());
  };

  const ask = async <Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<RequestOutput<Name>> => {
    const request = ++asked;
    const { type, input: shape, output } = REQUESTS[name];
    const answer = next('reply', (frame) => frame.request === request);
    send({ kind: 'request', request, type, input: encode(shape as Codec<unknown>, input) });
    const reply = await answer;
    if (reply.code !== '') throw new Refusal(reply.code, reply.waitMs);
    return decode(output as Codec<unknown>, reply.output) as RequestOutput<Name>;
  };

  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  const hello = await next('hello');
  return {
    url,
    hello,
    socket,
    frames,
    closed,
    ask,
    send,
    next,
    close: () => {
      socket.close();
      return closed;
    },
  };
}
