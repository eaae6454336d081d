import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A network between a client and a relay, as bad as a test wants it. */
export async function openRoughProxy(target: string) {
  const { port, hostname } = new URL(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  let isFrozen = false;
  let upLeft = Number.POSITIVE_INFINITY;

  function join(near: Socket): void {
    const far = connect(Number(port), hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    near.on('data', (octets) => {
      if (isFrozen) return;
      upLeft -= octets.length;
      if (upLeft >= 0) far.write(octets);
      else far.write(octets.subarray(0, octets.length + upLeft), end);
    });
    far.on('data', (octets) => {
      if (!isFrozen) near.write(octets);
    });
  }

  const server = createServer(join).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Nothing goes through any more, and nobody is told: a cable that was pulled. */
    freeze: () => {
      isFrozen = true;
    },
    thaw: () => {
      isFrozen = false;
    },
    /** Cuts every connection once so many octets more went up. */
    cutAfter: (octets: number) => {
      upLeft = octets;
    },
    mend: () => {
      upLeft = Number.POSITIVE_INFINITY;
    },
    close: () => {
      for (const [near] of pairs) near.destroy();
      server.close();
    },
  };
}
