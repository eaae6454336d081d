import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../../../scripts/lib/find-browsers.mjs';

const NEEDED = ['gpg', 'sq', 'rnp', 'rnpkeys', 'python3'] as const;

/** What stands in the way of these tests on this machine, in words; `undefined` where they can run. */
export function programsMissing(): string | undefined {
  const absent = NEEDED.filter((name) => findProgram(name) === undefined);
  return absent.length === 0 ? undefined : `missing: ${absent.join(', ')}`;
}

export type Ran = { readonly code: number; readonly stdout: Buffer; readonly stderr: string };

/** A folder that other programs work in, gone at the end. */
export type Workshop = {
  readonly folder: string;
  /** A file with these octets; answers its path. */
  file(octets: Uint8Array | string, ending?: string): string;
  /** A folder of its own, readable by nobody else. */
  home(name: string): string;
  /** Runs a program and answers what it wrote; fails where it fails. */
  run(program: string, parameters: readonly string[], input?: Uint8Array | string): Promise<Ran>;
  close(): void;
};

/** Made when it is first used, in a short path: gpg's agent binds a socket in it. */
export function openWorkshop(): Workshop {
  let made: string | undefined;
  const folder = () => {
    made ??= mkdtempSync(join(tmpdir().length < 40 ? tmpdir() : '/tmp', 'sotto-io-'));
    return made;
  };
  let count = 0;
  return {
    get folder() {
      return folder();
    },
    file(octets, ending = 'bin') {
      const path = join(folder(), `${++count}.${ending}`);
      writeFileSync(path, octets);
      return path;
    },
    home(name) {
      const path = join(folder(), name);
      mkdirSync(path, { recursive: true, mode: 0o700 });
      return path;
    },
    async run(program, parameters, input) {
      const ran = await tryRun(program, parameters, input);
      if (ran.code !== 0) throw new Error(`${program} ${parameters.join(' ')} ended with ${ran.code}: ${ran.stderr}`);
      return ran;
    },
    close() {
      if (made === undefined) return;
      spawnSync('gpgconf', ['--homedir', join(made, 'gpg'), '--kill', 'all']);
      rmSync(made, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Runs a program to its end, whatever it answers. */
export function tryRun(program: string, parameters: readonly string[], input?: Uint8Array | string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' } });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code: code ?? -1, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() }),
    );
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}
