import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../../scripts/lib/find-browsers.mjs';
import { takesConnections } from '../chats-lab/irc-server';
import { createLabServer, freePort } from '../relay/lab/server';

const [USER, PASSWORD, REALM] = ['lab', 'lab-turn-pw', 'lab.test'];

/** A real TURN server (RFC 8656) on loopback, and what a client of it needs. */
export type Coturn = {
  /** `turn:127.0.0.1:port?transport=udp` (RFC 7065). */
  readonly url: string;
  readonly username: string;
  readonly credential: string;
  /** It answers nothing and passes nothing on, until `thaw`; what comes meanwhile waits in its sockets, as far as it fits. */
  freeze(): void;
  thaw(): void;
  /** Stops it and deletes what it kept. */
  stop(): Promise<void>;
};

export const coturnMissing = (): string | undefined =>
  findProgram('turnserver') === undefined ? 'no coturn here' : undefined;

/** Long-term credentials (RFC 8489, 9.2), peers on loopback alone, no TLS. */
export async function startCoturn(): Promise<Coturn> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-coturn-'));
  const port = await freePort();
  const server = createLabServer({
    url: `turn:127.0.0.1:${port}?transport=udp`,
    program: 'turnserver',
    parameters: [
      // Nothing of the machine's own configuration and user databases.
      ...['-c', '/dev/null', '--userdb', join(folder, 'users.db'), '--pidfile', join(folder, 'pid')],
      ...['--listening-ip', '127.0.0.1', '--relay-ip', '127.0.0.1', '--listening-port', String(port)],
      ...['--no-tls', '--no-dtls', '--no-cli', '--no-multicast-peers', '--allow-loopback-peers'],
      ...['--lt-cred-mech', '--fingerprint', '--user', `${USER}:${PASSWORD}`, '--realm', REALM],
      ...['--log-file', 'stdout', '--simple-log'],
    ],
    folder,
    stopSignal: 'SIGTERM',
    ready: () => takesConnections(port),
  });
  await server.start();
  return {
    url: server.url,
    username: USER,
    credential: PASSWORD,
    freeze: server.freeze,
    thaw: server.thaw,
    async stop() {
      // In good order it waits seconds for allocations that nobody will use again.
      await server.kill();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
