import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openDesk } from '../interop/command-line';
import { jidOf, passwordOf } from '../xmpp-lab/lab';
import type { OpenFarEnd } from './far-end';
import { openTlsDoor } from './tls-door';

/** What it prints: `2026-11-21T15:09:47Z [OX] alice@lab.test: words`. */
const LINE = /^\S+Z (\[OX\] )?\S+@\S+: (.*)$/;

/** go-sendxmpp with a key that it made, one process that listens, and one that says what it is given. */
export const openGoSendxmpp: OpenFarEnd = async (lab, user) => {
  const desk = openDesk();
  const door = await openTlsDoor(lab.c2sPort);
  const account = ['-u', jidOf(user), '-p', passwordOf(user), '-j', `127.0.0.1:${door.port}`, '-t', '-n'];
  const passphrase = ['--ox-passphrase', 'far-end'];
  const start = (parameters: readonly string[]) =>
    spawn('setpriv', ['--pdeathsig', 'KILL', 'go-sendxmpp', ...account, ...passphrase, ...parameters], {
      env: { PATH: process.env['PATH'], HOME: desk.folder, TZ: 'UTC', LC_ALL: 'C.UTF-8' },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  const maker = start(['--ox-genprivkey-x25519']);
  maker.stdin.end();
  const [code] = await once(maker, 'exit');
  if (code !== 0) throw new Error(`go-sendxmpp made no key: ${code}`);
  const listener = start(['--ox', '-l']);
  let printed = '';
  listener.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const running = [listener];
  return {
    // It published the key where it made it.
    publish: () => Promise.resolve(),
    begin(address) {
      running.push(start(['--ox', '-i', address]));
      return Promise.resolve();
    },
    say: (_address, text) => void running.at(-1)?.stdin.write(`${text}\n`),
    heard: () =>
      printed.split('\n').flatMap((line) => {
        const [, sealed, text] = LINE.exec(line) ?? [];
        return text === undefined ? [] : [{ text, sealed: sealed !== undefined }];
      }),
    async close() {
      for (const child of running) child.kill('SIGKILL');
      await door.close();
      desk[Symbol.dispose]();
    },
  };
};
