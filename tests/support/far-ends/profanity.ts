import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gpg, openDesk } from '../interop/command-line';
import { jidOf, passwordOf, type XmppUser } from '../xmpp-lab/lab';
import type { Heard, OpenFarEnd } from './far-end';
import { openTerminal } from './terminal';

// `inpblock`: it looks at its connection only between two looks at its keyboard, by itself up to a second apart.
const SETTINGS = `[ui]
splash=false
beep=false
inpblock=5
inpblock.dynamic=false
flash=false
[notifications]
message=false
[ox]
log=on
[logging]
chlog=true
`;

/** profanity in a home of its own with a new OpenPGP key, logged in. */
export const openProfanity: OpenFarEnd = async (lab, user) => {
  const desk = openDesk();
  const [config, data] = [join(desk.folder, 'config'), join(desk.folder, 'data')];
  mkdirSync(join(config, 'profanity'), { recursive: true });
  writeFileSync(join(config, 'profanity', 'profrc'), SETTINGS);
  // Without this it silently does not send.
  writeFileSync(join(desk.folder, 'gpg.conf'), 'trust-model always\n');
  desk.run('gpg', [...gpg(), '--quick-generate-key', `xmpp:${jidOf(user)}`, 'future-default', 'default', 'never']);
  const certificate = desk.file('certificate', desk.run('gpg', [...gpg(), '--export']));
  const terminal = openTerminal(`profanity -l DEBUG -f ${join(desk.folder, 'profanity.log')}`, {
    HOME: desk.folder,
    XDG_CONFIG_HOME: config,
    XDG_DATA_HOME: data,
    GNUPGHOME: desk.folder,
  });
  await terminal.seen(/Welcome to Profanity/);
  terminal.enter(`/connect ${jidOf(user)} server 127.0.0.1 port ${lab.c2sPort} tls disable`);
  await terminal.seen(/Enter password/);
  terminal.enter(passwordOf(user));
  await terminal.seen(/logged in successfully/);
  return {
    publish() {
      terminal.enter(`/ox announce ${certificate}`);
      return Promise.resolve();
    },
    async begin(address, fingerprint) {
      terminal.enter(`/ox discover ${address}`);
      await terminal.seen(new RegExp(fingerprint, 'i'));
      terminal.enter(`/ox request ${address} ${fingerprint.toUpperCase()}`);
      await terminal.seen(/Public Key imported/);
      terminal.enter(`/ox start ${address}`);
      // In the head of the window: without it, words go out in clear.
      await terminal.seen(/\[[^\]]{0,20}OX/);
    },
    // The window of that address is in front.
    // Pasted (bracketed, as terminals do): of what is typed it takes one octet a turn.
    say: (_address, text) => terminal.enter(`\x1b[200~${text}\x1b[201~`),
    heard: () => readRecord(join(data, 'profanity', 'database'), user),
    async close() {
      await terminal.close();
      desk[Symbol.dispose]();
    },
  };
};

/**
 * Its own record of what it showed, with how it came. A copy is read: while somebody reads the file itself, it cannot
 * write, and loses the line. A copy that was made while it wrote is no database, and is made again.
 */
function readRecord(folder: string, user: XmppUser): readonly Heard[] {
  const file = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((path) => path.endsWith('chatlog.db'))
    : undefined;
  if (file === undefined) return [];
  const copy = join(folder, 'copy.sqlite');
  copyFileSync(join(folder, file), copy);
  const log = new DatabaseSync(copy);
  try {
    const rows = log.prepare('select message, encryption from ChatLogs where to_jid = ? order by id').all(jidOf(user));
    return rows.map(({ message, encryption }) => ({ text: String(message), sealed: encryption === 'ox' }));
  } finally {
    log.close();
  }
}
