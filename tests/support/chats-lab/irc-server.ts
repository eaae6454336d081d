import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { dirname, join } from 'node:path';
import { createLabServer, freePort, type LabServer } from '../relay/lab/server';

export const IRC_SERVER = '/usr/sbin/ngircd';

/** ngIRCd on loopback with nothing of the machine's own configuration; it keeps nothing but its log. */
export async function createIrcServer(folder: string): Promise<LabServer & { readonly port: number }> {
  const port = await freePort();
  mkdirSync(folder, { recursive: true });
  // The server's user must get there.
  chmodSync(dirname(folder), 0o711);
  const file = join(folder, 'ngircd.conf');
  writeFileSync(file, configuration(port));
  const server = createLabServer({
    url: `irc://127.0.0.1:${port}`,
    ...asNobody([IRC_SERVER, '--config', file, '--nodaemon']),
    folder,
    stopSignal: 'SIGTERM',
    ready: () => takesConnections(port),
  });
  return { ...server, port };
}

/** A penalty of 0: a person who sends ten parts of one message is not slowed down for it. */
const configuration = (port: number) => `[Global]
Name = irc.lab.test
Info = lab
Listen = 127.0.0.1
Ports = ${port}
MotdPhrase = lab
[Limits]
MaxConnectionsIP = 0
MaxPenaltyTime = 0
[Options]
DNS = no
Ident = no
PAM = no
ConnectIPv6 = no
`;

/**
 * It never runs as root. It is not left to itself to change its user: what changes it by itself is no longer ended with
 * this process (prctl(2), PR_SET_PDEATHSIG).
 */
function asNobody(command: readonly [string, ...string[]]) {
  const [program, ...parameters] = command;
  if (process.getuid?.() !== 0) return { program, parameters };
  const user = ['--reuid', 'irc', '--regid', 'irc', '--clear-groups'];
  return { program: 'setpriv', parameters: [...user, '--pdeathsig', 'KILL', ...command] };
}

export const takesConnections = (port: number) =>
  new Promise<boolean>((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', reject);
  });
