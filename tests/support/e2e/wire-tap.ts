import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { framesReader } from './socket-frames';

/** `up`: from a browser to the relay. */
export type Direction = 'up' | 'down';

/** A wire between browsers and a relay that is listened to, and that can be stopped in the middle of something. */
export type WireTap = {
  /** Where browsers connect: `http://127.0.0.1:port`. */
  readonly address: string;
  /** Everything that went over it so far: as it was, and what browsers wrote into web sockets without its mask. */
  recorded(): Buffer;
  /** Stops everything of one direction once so many octets of it went through from now on; answers when it stands. */
  hold(direction: Direction, octets: number): Promise<void>;
  release(): void;
  close(): Promise<void>;
};

type Hold = { readonly direction: Direction; left: number; readonly reached: () => void };

/** @param record whether `recorded` has anything; a tap for large files keeps nothing */
export async function openTap(relay: string, { record = false } = {}): Promise<WireTap> {
  const target = new URL(relay);
  const kept: Buffer[] = [];
  const sockets = new Set<Socket>();
  let hold: Hold | undefined;
  let gate = Promise.withResolvers<void>();

  const pass = async (direction: Direction, octets: number): Promise<void> => {
    if (hold?.direction !== direction) return;
    hold.left -= octets;
    if (hold.left > 0) return;
    hold.reached();
    await gate.promise;
  };
  const meter = (direction: Direction) => {
    const read = record && direction === 'up' ? framesReader((payload) => kept.push(payload)) : undefined;
    return new Transform({
      transform(chunk: Buffer, _, done) {
        if (record) kept.push(Buffer.from(chunk));
        read?.(chunk);
        void pass(direction, chunk.length).then(() => done(null, chunk));
      },
    });
  };
  const server = createServer((browser) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [browser, upstream]) {
      // Two pipelines listen to each.
      socket.setMaxListeners(0);
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    }
    const end = () => {
      browser.destroy();
      upstream.destroy();
    };
    // Where the relay ends in the middle, so does the wire.
    pipeline(browser, meter('up'), upstream).catch(end);
    pipeline(upstream, meter('down'), browser).catch(end);
    upstream.once('close', end);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const release = () => {
    hold = undefined;
    gate.resolve();
    gate = Promise.withResolvers<void>();
  };
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    recorded: () => Buffer.concat(kept),
    hold: (direction, octets) =>
      new Promise((resolve) => {
        hold = { direction, left: octets, reached: resolve };
      }),
    release,
    close: async () => {
      release();
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
