import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from '../wait';

/** A program that wants a terminal; it hangs up with this process. */
export type Terminal = {
  /** What a person types, with Enter at its end. */
  enter(line: string): void;
  /** Waits until it drew this; control characters stand between words that moved. */
  seen(what: RegExp): Promise<void>;
  close(): Promise<void>;
};

/** Everything that it drew is kept up to so many characters. */
const KEPT = 200_000;

/** @param command for a shell; nothing in it may come from outside */
export function openTerminal(command: string, environment: Readonly<Record<string, string>>): Terminal {
  const sized = `stty cols 200 rows 50 && exec ${command}`;
  // `script` (util-linux) gives it a terminal. It dies with us, and its terminal with it.
  const child = spawn(
    'setpriv',
    ['--pdeathsig', 'KILL', 'script', '--quiet', '--flush', '--command', sized, '/dev/null'],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: {
        PATH: process.env['PATH'],
        LANG: 'C.UTF-8',
        LC_ALL: 'C.UTF-8',
        TERM: 'xterm-256color',
        SHELL: '/bin/sh',
        ...environment,
      },
    },
  );
  let drawn = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    drawn = (drawn + text).slice(-KEPT);
  });
  child.stdin.on('error', () => undefined);
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  return {
    enter: (line) => void child.stdin.write(`${line}\r`),
    async seen(what) {
      const look = () => what.test(drawn);
      await until(`${String(what)} in a terminal`, look, { within: 60_000 }).catch((error: unknown) => {
        throw new Error(`${String(error)}\n${drawn.slice(-2_000)}`);
      });
    },
    async close() {
      process.off('exit', end);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      end();
      await ended;
    },
  };
}
