import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { WebSocket } from 'ws';
import { encode } from '../../lib/core/wire/encode';
import {
  type ClientFrame,
  clientPackets,
  type RelayFrame,
  relayPackets,
  SUBPROTOCOL,
} from '../../lib/core/wire/frames';
import { type DeviceId, toHex, type UserId } from '../../lib/core/wire/ids';
import { REQUESTS } from '../../lib/core/wire/requests';
import { resumeStatement } from '../../lib/core/wire/resume';

/** An account that is in the store before the relay starts: its device comes back by key. */
export type Member = {
  readonly user: UserId;
  readonly device: DeviceId;
  readonly raw: Uint8Array;
  readonly secret: KeyObject;
  /** Each comes from an address of its own, as the relay's limits want it (X-Forwarded-For). */
  readonly address: string;
};

export const addressOf = (index: number): string => `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;

export const makeMembers = (prefix: string, count: number): Member[] =>
  Array.from({ length: count }, (_, index) => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
    const device = toHex(createHash('sha256').update(raw).digest().subarray(0, 16)) as DeviceId;
    return { user: `${prefix}${index}.abcde` as UserId, device, raw, secret: privateKey, address: addressOf(index) };
  });

export type Connection = {
  readonly socket: WebSocket;
  readonly member: Member;
  send(frames: readonly ClientFrame[]): void;
  /** All frames of one packet at once. */
  onFrames: (frames: readonly RelayFrame[], connection: Connection) => void;
};

/** Connects and comes back as the member; `onFrames` gets what the relay sends from then on. */
export function enter(
  url: string,
  member: Member,
  onFrames: Connection['onFrames'] = () => undefined,
): Promise<Connection> {
  const host = new URL(url).host;
  const socket = new WebSocket(`${url}/v1/socket`, SUBPROTOCOL, {
    perMessageDeflate: false,
    headers: { 'x-forwarded-for': member.address },
  });
  const connection: Connection = {
    socket,
    member,
    onFrames,
    send: (frames) => {
      const writer = clientPackets.start();
      for (const frame of frames) clientPackets.append(writer, frame);
      socket.send(writer.take());
    },
  };
  return new Promise((resolve, reject) => {
    let entered = false;
    const greet = (frame: RelayFrame) => {
      if (frame.kind === 'hello') {
        const deviceKey = member.raw;
        const signature = sign(
          null,
          resumeStatement({ relay: host, challenge: frame.challenge, user: member.user, deviceKey }),
          member.secret,
        );
        const { type, input } = REQUESTS['account.resume'];
        const answer = encode(input, { user: member.user, deviceKey, signature });
        connection.send([{ kind: 'request', request: 1, type, input: answer }]);
      } else if (frame.kind === 'reply' && frame.request === 1) {
        if (frame.code !== '') reject(new Error(frame.code));
        entered = true;
        resolve(connection);
      }
    };
    socket.on('message', (data: Buffer) => {
      const frames = relayPackets.read(data);
      if (!entered) for (const frame of frames) greet(frame);
      connection.onFrames(frames, connection);
    });
    socket.once('error', reject);
    socket.once('close', (code, reason) => reject(new Error(`closed: ${code} ${reason}`)));
  });
}

/** Many at once, a bounded number at a time. */
export async function enterAll(url: string, members: readonly Member[], atOnce = 50): Promise<Connection[]> {
  const connections: Connection[] = [];
  for (let at = 0; at < members.length; at += atOnce) {
    connections.push(...(await Promise.all(members.slice(at, at + atOnce).map((member) => enter(url, member)))));
  }
  return connections;
}
