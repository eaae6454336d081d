import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createLabServer, freePort, type LabServer } from '../relay/lab/server';

const CONFIGURATION = resolve('tests/labs/xmpp/prosody.cfg.lua');
export const DOMAIN = 'lab.test';
const USERS = ['alice', 'bob', 'carol'] as const;
export type XmppUser = (typeof USERS)[number];

export const passwordOf = (user: XmppUser): string => `${user}-pw`;

export type Prosody = {
  readonly server: LabServer;
  /** RFC 7395. */
  readonly websocket: string;
  /** XEP-0206. */
  readonly bosh: string;
  /** Plain TCP on loopback, without TLS. */
  readonly c2sPort: number;
  /** Everything that it keeps: accounts, archives, offline messages, PEP nodes. */
  readonly data: string;
};

/** Not started yet. What it keeps lies in `folder`. */
export async function createProsody(folder: string): Promise<Prosody> {
  const [c2sPort, httpPort] = [await freePort(), await freePort()];
  const data = join(folder, 'data');
  const at = `127.0.0.1:${httpPort}`;
  const settings = [`LAB_FOLDER=${folder}`, `LAB_C2S=${c2sPort}`, `LAB_HTTP=${httpPort}`];
  writeFileSync(
    join(folder, 'groups.txt'),
    ['[Lab]', ...USERS.map((user) => `${user}@${DOMAIN}=${user}`), ''].join('\n'),
  );
  writeAccounts(data);
  return {
    server: createLabServer({
      url: `http://${at}`,
      program: 'env',
      parameters: [...settings, 'prosody', '--config', CONFIGURATION, '-F'],
      folder,
      stopSignal: 'SIGTERM',
      ready: async () => (await fetch(`http://${at}/xmpp-websocket`)).status < 500,
    }),
    websocket: `ws://${at}/xmpp-websocket`,
    bosh: `http://${at}/http-bind`,
    c2sPort,
    data,
  };
}

/** As Prosody's own storage writes them: a program for each account would take longer than everything else. */
export function writeAccounts(data: string): void {
  const accounts = join(data, 'lab%2etest', 'accounts');
  mkdirSync(accounts, { recursive: true });
  for (const user of USERS)
    writeFileSync(join(accounts, `${user}.dat`), `return { ["password"] = "${passwordOf(user)}"; };\n`);
}
