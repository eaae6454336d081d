import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** As scripts/relay.mjs and relay/deploy start it: see there. */
const NODE_FLAGS = ['--max-semi-space-size=8'];

export type RelayProcess = {
  /** `ws://127.0.0.1:port`. */
  readonly url: string;
  readonly child: ChildProcess;
  /** All lines it printed so far. */
  readonly printed: readonly string[];
  /** Resident set, octets. Linux. */
  memory(): number;
  /** Ends it and waits for its end; answers the exit code, null after a signal. */
  kill(signal?: NodeJS.Signals): Promise<number | null>;
};

/** Starts a built relay on loopback and waits until it says where it listens. */
export async function startRelay(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<RelayProcess> {
  const child = spawn(process.execPath, [...NODE_FLAGS, script, '--host', '127.0.0.1', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const printed: string[] = [];
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the relay ended with ${code}: ${printed.join('\n')}`)));
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        printed.push(line);
        const listening = /"port":(\d+)/.exec(line);
        if (listening !== null) resolve(Number(listening[1]));
      });
    }
  });
  return {
    url: `ws://127.0.0.1:${port}`,
    child,
    printed,
    memory: () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) * 1_024,
    kill: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}
