import { type ClientFrame, clientPackets } from '../core/wire/frames';

/** A relay takes 1 MiB and a little: what is more goes in several packets, in order. */
const PACKET_OCTETS = 256 * 1024;

/** The frames as packets: one, wherever they fit into one. Fails with `wire/malformed`. */
export function* packetsOf(frames: readonly ClientFrame[]): Generator<Uint8Array<ArrayBuffer>> {
  let writer = clientPackets.start();
  for (const frame of frames) {
    if (writer.written > 1 && writer.written + weigh(frame) > PACKET_OCTETS) {
      yield writer.take();
      writer = clientPackets.start();
    }
    clientPackets.append(writer, frame);
  }
  if (writer.written > 1) yield writer.take();
}

/** The octets in it that may be many; the rest is at most 16 kB of ids. */
function weigh(frame: ClientFrame): number {
  if (frame.kind === 'request') return frame.input.length;
  return frame.kind === 'acknowledge' ? 0 : frame.payload.length;
}
