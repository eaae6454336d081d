import type { Server, Socket } from 'node:net';
import { createAddressCounts } from '../server/address';

/** Above the limit of sockets that are answered with a code, so that the code comes first. */
const SLACK = 32;

/** Holds the connections of one address, whatever they do or leave undone, to a number. In memory, while they last. */
export function limitConnections(server: Server, most: number): void {
  const counts = createAddressCounts(most + SLACK);
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    if (counts.add(address)) socket.once('close', () => counts.remove(address));
    else socket.destroy();
  });
}
