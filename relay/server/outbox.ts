import { type RelayFrame, relayPackets } from '../../lib/core/wire/frames';
import type { Writer } from '../../lib/core/wire/writer';

/** Something that sends packets: a connection with frames in its queue. */
export type Outlet = {
  /** Frames of this turn of the event loop, in order. */
  takeQueue(): readonly RelayFrame[];
  /** `wipe`: nothing of it may stay in memory once it was written. */
  write(packet: Buffer, wipe: boolean): void;
};

/** Everything that one turn of the event loop has for one socket goes as one message of the WebSocket. */
export type Outbox = {
  /** The outlet has a queue that began in this turn. */
  mark(outlet: Outlet): void;
  /** Writes what one outlet has, at once. */
  flush(outlet: Outlet): void;
};

/** A packet is closed once it has this many octets, so that no reader has to take a whole backlog at once. */
const PACKET_OCTETS = 256 * 1024;
const ROOM = 64 * 1024;

export function createOutbox(): Outbox {
  let marked: Outlet[] = [];
  let writer: Writer | undefined;

  /** One buffer for all: an idle socket has none. */
  function send(outlet: Outlet, frames: readonly RelayFrame[]): void {
    if (frames.length === 0) return;
    writer ??= relayPackets.start(ROOM);
    let wipe = false;
    for (const frame of frames) {
      relayPackets.append(writer, frame);
      if (frame.kind === 'session' || frame.kind === 'reply') wipe = true;
      discard(frame);
      if (writer.written < PACKET_OCTETS) continue;
      close(outlet, writer, wipe);
      wipe = false;
    }
    if (writer.written > 1) close(outlet, writer, wipe);
    if (writer.room > ROOM * 8) writer = undefined;
  }

  function flushAll(): void {
    const outlets = marked;
    marked = [];
    for (const outlet of outlets) send(outlet, outlet.takeQueue());
  }

  return {
    mark(outlet) {
      if (marked.length === 0) setImmediate(flushAll);
      marked.push(outlet);
    },
    flush: (outlet) => send(outlet, outlet.takeQueue()),
  };
}

/** The frame is encoded, or nobody gets it: the octets of an answer are overwritten. Those of a session are shared. */
export function discard(frame: RelayFrame): void {
  if (frame.kind === 'reply') frame.output.fill(0);
}

function close(outlet: Outlet, writer: Writer, wipe: boolean): void {
  outlet.write(Buffer.from(writer.take()), wipe);
  relayPackets.restart(writer, wipe);
}
