import type { RawData } from 'ws';
import { AppError } from '../../lib/core/errors';
import { type ClientFrame, clientPackets } from '../../lib/core/wire/frames';
import type { DeviceId } from '../../lib/core/wire/ids';
import type { DeliveryService } from '../delivery/ports';
import type { RequestFrame } from './answer';
import type { Connection } from './connection';
import type { Context } from './context';

export type DispatchPorts = {
  readonly ctx: Context;
  readonly delivery: DeliveryService;
  answer(connection: Connection, frame: RequestFrame): Promise<void>;
};

/** Requests of one socket that wait for their turn. */
const MOST_REQUESTS = 64;
/** Nobody who is not logged in has more to say in one packet. */
const STRANGER_OCTETS = 16 * 1024;
/** Frames that were not used in the last ten seconds may be used at once. */
export const ALLOWANCE_SECONDS = 10;

/** What arrives at a socket: read, counted, and given to whom it concerns. Fails closed: the socket is closed. */
export function createDispatch({ ctx, delivery, answer }: DispatchPorts) {
  const { framesPerSecond } = ctx.config.limits;

  function isAllowed(connection: Connection, frames: number, now: number): boolean {
    const since = Math.max(0, now - connection.allowedAt);
    connection.allowedAt = now;
    const most = framesPerSecond * ALLOWANCE_SECONDS;
    connection.allowance = Math.min(most, connection.allowance + (since * framesPerSecond) / 1_000) - frames;
    return connection.allowance >= 0;
  }

  /** One after another: a client may ask the next question before it has the answer, and `login` comes first. */
  function queue(connection: Connection, frame: RequestFrame): void {
    if (connection.requests >= MOST_REQUESTS) {
      connection.close('relay/wait');
      return;
    }
    connection.requests++;
    const run = () => (connection.isOpen ? answer(connection, frame) : void frame.input.fill(0));
    const turn = (connection.turn === undefined ? Promise.resolve(run()) : connection.turn.then(run)).then(() => {
      connection.requests--;
      if (connection.turn === turn) connection.turn = undefined;
    });
    connection.turn = turn;
  }

  function take(connection: Connection, frame: ClientFrame, now: number): void {
    const device = connection.login?.device;
    if (frame.kind === 'request') queue(connection, frame);
    else if (device !== undefined) deliver(device, frame, now);
    else if (frame.kind !== 'send') connection.close('relay/not-logged-in');
    else connection.push({ kind: 'refused', id: frame.id, code: 'relay/not-logged-in', waitMs: 0, devices: [] });
  }

  function deliver(device: DeviceId, frame: Exclude<ClientFrame, RequestFrame>, now: number): void {
    if (frame.kind === 'acknowledge') delivery.acknowledge(device, frame.ids);
    else if (frame.kind === 'signal') delivery.signal(frame.payload, frame.to);
    else {
      const { id, to, payload } = frame;
      void delivery.send({ id, sender: device, at: now, kind: 'message', payload }, to);
    }
  }

  /** The frames of a packet; undefined where the socket had to be closed. */
  function read(connection: Connection, packet: Buffer): readonly ClientFrame[] | undefined {
    try {
      if (connection.login !== undefined || packet.length <= STRANGER_OCTETS) return clientPackets.read(packet);
      connection.close('relay/not-logged-in');
    } catch (error) {
      connection.close(error instanceof AppError ? error.code : 'wire/malformed');
    }
    return undefined;
  }

  function message(connection: Connection, data: RawData, isBinary: boolean): void {
    if (!connection.isOpen) return;
    const now = ctx.clock();
    connection.heard = now;
    if (!isBinary) {
      connection.close('wire/malformed');
      return;
    }
    // `nodebuffer` is the binary type of every socket here: never a list, never an ArrayBuffer.
    const frames = read(connection, data as Buffer);
    if (frames === undefined) return;
    if (!isAllowed(connection, weigh(frames), now)) {
      connection.close('relay/wait');
      return;
    }
    for (const frame of frames) if (connection.isOpen) take(connection, frame, now);
  }

  /** Pings and pongs cost time too. */
  function control(connection: Connection): void {
    if (!connection.isOpen) return;
    const now = ctx.clock();
    connection.heard = now;
    if (!isAllowed(connection, 1, now)) connection.close('relay/wait');
  }

  return { message, control };
}

/** Ten devices, or ten ids, count as one frame more. */
function weigh(frames: readonly ClientFrame[]): number {
  let weight = 1;
  for (const frame of frames) {
    weight++;
    if (frame.kind === 'acknowledge') weight += Math.floor(frame.ids.length / 10);
    else if (frame.kind !== 'request') weight += Math.floor(frame.to.length / 10);
  }
  return weight;
}
