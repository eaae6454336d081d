import type { Server, Socket } from 'node:net';

/** Above the limit of sockets that are answered with a code, so that the code comes first. */
const SLACK = 32;

/** Holds the connections of one address, whatever they do or leave undone, to a number. In memory, while they last. */
export function limitConnections(server: Server, most: number): void {
  const counts = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const count = (counts.get(address) ?? 0) + 1;
    if (count > most + SLACK) {
      socket.destroy();
      return;
    }
    counts.set(address, count);
    socket.once('close', () => {
      const left = (counts.get(address) ?? 1) - 1;
      if (left > 0) counts.set(address, left);
      else counts.delete(address);
    });
  });
}
