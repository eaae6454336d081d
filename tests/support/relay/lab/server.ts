import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { findProgram } from '../../../../scripts/lib/find-browsers.mjs';
import { until } from '../../wait';

/** A store's process, at an address that stays the same over its lives. */
export type LabServer = {
  readonly url: string;
  start(): Promise<void>;
  /** In good order. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** SIGSTOP, to its children too (Linux): connections stay open and nothing answers. */
  freeze(): void;
  thaw(): void;
};

type Recipe = {
  readonly url: string;
  readonly program: string;
  readonly parameters: readonly string[];
  readonly folder: string;
  readonly stopSignal: NodeJS.Signals;
  /** Throws, or answers false, as long as it does not serve. */
  readonly ready: () => Promise<boolean>;
};

export function createLabServer(recipe: Recipe): LabServer {
  let child: ChildProcess | undefined;
  let words = '';

  const launch = () => {
    const [program, parameters] = mortal(recipe.program, recipe.parameters);
    const started = spawn(program, parameters, { cwd: recipe.folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const listen = (chunk: Buffer) => {
      words = (words + chunk.toString()).slice(-2_000);
    };
    started.stdout.on('data', listen);
    started.stderr.on('data', listen);
    child = started;
  };
  const alive = () => child !== undefined && child.exitCode === null && child.signalCode === null;
  const end = async (signal: NodeJS.Signals) => {
    if (child === undefined || !alive()) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  // PostgreSQL answers from a child for each connection.
  const signalAll = (signal: NodeJS.Signals) => {
    if (child?.pid === undefined || !alive()) return;
    const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'ascii').trim();
    child.kill(signal);
    for (const pid of children.split(' ').filter((text) => text !== '')) signalIfThere(Number(pid), signal);
  };
  // A test run that is cut off leaves nothing behind.
  process.once('exit', () => child?.kill('SIGKILL'));

  const server: LabServer = {
    url: recipe.url,
    async start() {
      // After SIGKILL a first start may be refused: children of the old process still hold its memory.
      await until(
        `${recipe.program} to serve`,
        async () => {
          if (!alive()) launch();
          return await recipe.ready().catch(() => Promise.reject(new Error(words)));
        },
        { within: 30_000, every: 30 },
      );
    },
    stop: () => end(recipe.stopSignal),
    kill: () => end('SIGKILL'),
    async restart() {
      await server.stop();
      await server.start();
    },
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
  };
  return server;
}

/** A child that was there when it was listed may have ended since. */
function signalIfThere(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** It ends with this process, also where that is killed (PR_SET_PDEATHSIG, Linux). */
const mortal = (program: string, parameters: readonly string[]): readonly [string, readonly string[]] =>
  findProgram('setpriv') === undefined || program === 'setpriv'
    ? [program, parameters]
    : ['setpriv', ['--pdeathsig', 'KILL', program, ...parameters]];

/** Linux takes ports for outgoing connections from 32768 on: one of those could be gone before the server has it. */
const PORTS = { from: 20_000, to: 32_000 };

/** Free at this moment; the server then keeps it over its lives. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(PORTS.from, PORTS.to);
    const probe = createServer().listen(port, '127.0.0.1');
    const isFree = await once(probe, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
}
