import type { Server, Socket } from 'node:net';
import { type Secrets, tagOf } from '../accounts/secrets';
import { createAddressCounts, toCounted } from '../server/address';

/** Above the limit of sockets that are answered with a code, so that the code comes first. */
const SLACK = 32;

/** Holds the connections of one address, whatever they do or leave undone, to a number. In memory, as keyed hashes. */
export function limitConnections(server: Server, most: number, secrets: Pick<Secrets, 'tagKey'>): void {
  const counts = createAddressCounts(most + SLACK);
  server.on('connection', (socket: Socket) => {
    const tag = tagOf(secrets, toCounted(socket.remoteAddress ?? ''));
    if (counts.add(tag)) socket.once('close', () => counts.remove(tag));
    else socket.destroy();
  });
}
