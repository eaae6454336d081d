import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { takesConnections } from '../chats-lab/irc-server';
import { createLabServer, freePort } from '../relay/lab/server';

const PROGRAM = '/usr/sbin/kamailio';
const CONFIGURATION = resolve('tests/labs/calls/kamailio.cfg');

/** What stands behind the `@` of every SIP address of the lab. */
export const SIP_DOMAIN = 'lab.test';

/** A real SIP proxy on loopback, which asks nobody for a password. */
export type Kamailio = {
  /** SIP over WebSocket (RFC 7118): `ws://127.0.0.1:port`. */
  readonly url: string;
  stop(): Promise<void>;
};

export const kamailioMissing = (): string | undefined =>
  existsSync(PROGRAM) && modulesFolder() !== undefined ? undefined : 'no Kamailio with WebSocket here';

export async function startKamailio(): Promise<Kamailio> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-kamailio-'));
  const [port, udp] = [await freePort(), await freePort()];
  const server = createLabServer({
    url: `ws://127.0.0.1:${port}`,
    // Its processes end with the first one only where that one is told to end, not where it is killed.
    program: 'setpriv',
    parameters: [
      ...['--pdeathsig', 'TERM', PROGRAM, '-f', CONFIGURATION, '-L', `${modulesFolder()}/`, '-DD', '-E'],
      ...['-m', '32', '-M', '4', '-w', folder, '-Y', folder, '-P', join(folder, 'pid')],
      ...['-A', `LAB_SOCKET=${port}`, '-A', `LAB_UDP=${udp}`],
    ],
    folder,
    stopSignal: 'SIGTERM',
    ready: () => takesConnections(port),
  });
  await server.start();
  return {
    url: server.url,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Debian keeps them in the library folder of the machine's architecture. */
function modulesFolder(): string | undefined {
  return readdirSync('/usr/lib')
    .map((name) => join('/usr/lib', name, 'kamailio/modules'))
    .find((modules) => existsSync(join(modules, 'websocket.so')));
}
