import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A network that cuts the connection every so many octets of one direction, a number of times. */
export async function openCuttingProxy(target: string) {
  const { port, hostname } = new URL(target);
  const near = new Set<Socket>();
  let plan = { direction: 'up', every: 0, left: 0 };
  let passed = 0;
  let cuts = 0;

  const pipe = (from: Socket, to: Socket, direction: 'up' | 'down', end: () => void) => {
    from.on('data', (octets) => {
      if (plan.left === 0 || plan.direction !== direction) return void to.write(octets);
      passed += octets.length;
      if (passed < plan.every) return void to.write(octets);
      to.write(octets.subarray(0, octets.length - (passed - plan.every)));
      passed = 0;
      cuts++;
      plan.left--;
      end();
    });
  };
  const server = createServer((socket) => {
    const far = connect(Number(port), hostname);
    near.add(socket);
    const end = () => {
      near.delete(socket);
      socket.destroy();
      // What was passed on arrives: a cut network does not call octets back.
      far.end();
    };
    for (const one of [socket, far]) one.on('error', end).on('close', end);
    pipe(socket, far, 'up', end);
    pipe(far, socket, 'down', end);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: (direction: 'up' | 'down', every: number, times: number) => {
      plan = { direction, every, left: times };
      passed = 0;
      cuts = 0;
    },
    cuts: () => cuts,
    close: () => {
      for (const socket of near) socket.destroy();
      server.close();
    },
  };
}
