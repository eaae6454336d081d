import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDesk } from '../interop/command-line';
import { DOMAIN, jidOf, passwordOf } from '../xmpp-lab/lab';
import type { OpenFarEnd } from './far-end';
import { openTerminal } from './terminal';

/** What it writes of a message that came: `MR 20261121T15:14:09Z 000 words`. */
const RECEIVED = /^MR \S+Z 000 (.*)$/;

/** mcabber, whose libotr makes a key of its own. It answers whoever asks for a private conversation. */
export const openMcabber: OpenFarEnd = async (lab, user) => {
  const desk = openDesk();
  const history = join(desk.folder, 'history');
  for (const folder of ['otr', 'history']) mkdirSync(join(desk.folder, folder), { mode: 0o700 });
  const settings = {
    jid: jidOf(user),
    password: passwordOf(user),
    server: '127.0.0.1',
    port: lab.c2sPort,
    tls: 0,
    ssl: 0,
    otr: 1,
    otr_dir: join(desk.folder, 'otr'),
    logging: 1,
    logging_dir: history,
    resource: 'mcabber',
    disable_random_resource: 1,
  };
  const lines = Object.entries(settings).map(([name, value]) => `set ${name} = ${value}`);
  const file = desk.file('mcabberrc', [...lines, 'otrpolicy default manual', ''].join('\n'));
  // It refuses a password that others could read.
  chmodSync(file, 0o600);
  const terminal = openTerminal(`mcabber -f ${file}`, { HOME: desk.folder });
  await terminal.seen(/status has been set/);
  const written = (name: string) => {
    const path = join(history, name);
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  };
  return {
    publish: () => Promise.resolve(),
    begin: () => Promise.resolve(),
    say: (address, text) => terminal.enter(`/say_to ${address} ${text}`),
    heard: () =>
      written(`alice@${DOMAIN}`).flatMap((line) => {
        const text = RECEIVED.exec(line)?.[1];
        // It does not write down how a text came; whoever asks it has only private ones sent to it.
        return text === undefined ? [] : [{ text, sealed: true }];
      }),
    async close() {
      await terminal.close();
      desk[Symbol.dispose]();
    },
  };
};
