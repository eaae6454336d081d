import { readFileSync } from 'node:fs';

/** What Janus wrote of one stream: everything that a server between two people has of it. */
export type Recording = {
  readonly kind: 'audio' | 'video';
  /** As Janus names it: `opus`, `vp8`, `vp9`. */
  readonly codec: string;
  /** Encoded frames as the sender's packetizer was given them, in their order. */
  readonly frames: readonly Buffer[];
  /** When the first packet of each frame came to Janus, ms since 1970. */
  readonly arrived: readonly number[];
};

type Packet = {
  readonly sequence: number;
  readonly timestamp: number;
  readonly payload: Buffer;
  readonly arrived: number;
};

/** So long what was sent may be on its way through a browser, this machine and Janus. */
const ON_THE_WAY_MS = 1_000;

/** What was sent after this moment: whatever the order and the blocks are in which Janus writes its files. */
export function sentSince({ frames, arrived, ...rest }: Recording, moment: number): Recording {
  const isLater = (at: number) => (arrived[at] ?? 0) >= moment + ON_THE_WAY_MS;
  return {
    ...rest,
    frames: frames.filter((_frame, at) => isLater(at)),
    arrived: arrived.filter((_time, at) => isLater(at)),
  };
}

/** Reads an .mjr file: a header with JSON, then each RTP packet behind `MEET`, a time and its length. */
export function readRecording(path: string): Recording {
  const file = readFileSync(path);
  // Janus writes the head with the first packet.
  const headEnd = file.length < 10 ? 10 : 10 + file.readUInt16BE(8);
  if (file.length < headEnd) return { kind: 'audio', codec: 'opus', frames: [], arrived: [] };
  if (file.toString('latin1', 0, 8) !== 'MJR00002') throw new Error('no recording of Janus');
  type Head = { readonly t: string; readonly c: string; readonly u: number };
  // `u`: when the first packet came, in microseconds; the times of packets are milliseconds from there.
  const { t, c, u } = JSON.parse(file.toString('utf8', 10, headEnd)) as Head;
  const packets: Packet[] = [];
  for (let at = headEnd; at + 10 <= file.length; ) {
    const length = file.readUInt16BE(at + 8);
    // It is still written.
    if (at + 10 + length > file.length) break;
    const arrived = u / 1_000 + file.readUInt32BE(at + 4);
    const packet = { ...readPacket(file.subarray(at + 10, at + 10 + length)), arrived };
    // Padding alone, with which a browser looks for more bandwidth.
    if (packet.payload.length > 0) packets.push(packet);
    at += 10 + length;
  }
  const strip = STRIPPERS[c] ?? ((payload: Buffer) => payload);
  const frames = framesOf(packets);
  return {
    kind: t === 'v' ? 'video' : 'audio',
    codec: c,
    frames: frames.map((frame) => Buffer.concat(frame.map(({ payload }) => strip(payload)))),
    arrived: frames.map((frame) => Math.min(...frame.map((packet) => packet.arrived))),
  };
}

/** RFC 3550, 5.1 and 5.3.1. */
function readPacket(octets: Buffer): Omit<Packet, 'arrived'> {
  const [first = 0] = octets;
  let start = 12 + (first & 0x0f) * 4;
  if ((first & 0x10) !== 0) start += 4 + octets.readUInt16BE(start + 2) * 4;
  const padding = (first & 0x20) === 0 ? 0 : (octets.at(-1) ?? 0);
  const payload = octets.subarray(start, Math.max(start, octets.length - padding));
  return { sequence: octets.readUInt16BE(2), timestamp: octets.readUInt32BE(4), payload };
}

function framesOf(packets: readonly Packet[]): ReadonlyArray<readonly Packet[]> {
  const byTime = Map.groupBy(packets, ({ timestamp }) => timestamp);
  // Within a frame the numbers go round once at the most.
  const inOrder = (some: readonly Packet[]) => {
    const [first] = some;
    const far = (packet: Packet) => (packet.sequence - (first?.sequence ?? 0) + 0x8000) & 0xffff;
    return some.toSorted((one, other) => far(one) - far(other));
  };
  return [...byTime.values()].map(inOrder);
}

const STRIPPERS: Readonly<Record<string, (payload: Buffer) => Buffer>> = {
  /** RFC 7741, 4.2. */
  vp8(payload) {
    const [first = 0, second = 0, third = 0] = payload;
    if ((first & 0x80) === 0) return payload.subarray(1);
    const id = (second & 0x80) === 0 ? 0 : (third & 0x80) === 0 ? 1 : 2;
    const rest = ((second & 0x40) === 0 ? 0 : 1) + ((second & 0x30) === 0 ? 0 : 1);
    return payload.subarray(2 + id + rest);
  },
  /** RFC 9628, 4.2, without the flexible mode of which browsers in a call make no use. */
  vp9(payload) {
    const [first = 0, second = 0] = payload;
    let at = 1;
    if ((first & 0x80) !== 0) at += (second & 0x80) === 0 ? 1 : 2;
    if ((first & 0x20) !== 0) at += (first & 0x10) === 0 ? 2 : 1;
    if ((first & 0x50) === 0x50) while (((payload[at++] ?? 0) & 1) !== 0);
    return (first & 0x02) === 0 ? payload.subarray(at) : payload.subarray(at + structureLength(payload, at));
  },
};

/** RFC 9628, 4.2.1: the scalability structure. */
function structureLength(payload: Buffer, start: number): number {
  const head = payload[start] ?? 0;
  let at = start + 1;
  if ((head & 0x10) !== 0) at += 4 * ((head >> 5) + 1);
  if ((head & 0x08) === 0) return at - start;
  const groups = payload[at++] ?? 0;
  for (let group = 0; group < groups; group += 1) at += 1 + (((payload[at] ?? 0) >> 2) & 3);
  return at - start;
}
