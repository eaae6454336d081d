import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a program answers at all; `hint` goes into the name of what is skipped without it. */
export function findTool(name: string): { readonly missing: boolean; readonly hint: string } {
  const missing = spawnSync(name, ['--version']).error !== undefined;
  return { missing, hint: missing ? ` (skipped: no ${name} on this machine)` : '' };
}

export type Desk = Disposable & {
  readonly folder: string;
  file(name: string, content: Uint8Array | string): string;
  /** Standard output; throws with standard error where the program fails. */
  run(program: string, parameters: readonly string[], input?: Uint8Array | string): Buffer;
  /** Exit code and both outputs, whatever they are. */
  attempt(program: string, parameters: readonly string[]): { readonly code: number; readonly words: string };
};

/** A folder for one test, with GNUPGHOME in it: short, as gpg's agent binds a socket there (108 octets). */
export function openDesk(): Desk {
  const folder = mkdtempSync('/tmp/sotto-');
  const env = { ...process.env, GNUPGHOME: folder, LC_ALL: 'C.UTF-8', TZ: 'UTC' };
  const go = (program: string, parameters: readonly string[], input?: Uint8Array | string) =>
    spawnSync(program, parameters, {
      env,
      cwd: folder,
      input: input ?? '',
      maxBuffer: 64 * 1024 * 1024,
      timeout: 60_000,
    });
  return {
    folder,
    file(name, content) {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    run(program, parameters, input) {
      const { status, stdout, stderr } = go(program, parameters, input);
      if (status !== 0) throw new Error(`${program} ${parameters.join(' ')}: ${status}\n${stderr}`);
      return stdout;
    },
    attempt(program, parameters) {
      const { status, stdout, stderr } = go(program, parameters);
      return { code: status ?? -1, words: `${stdout}\n${stderr}` };
    },
    [Symbol.dispose]() {
      go('gpgconf', ['--kill', 'all']);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** gpg without a terminal, with this passphrase. */
export const gpg = (passphrase = ''): readonly string[] => [
  '--batch',
  '--quiet',
  '--no-tty',
  '--yes',
  '--pinentry-mode',
  'loopback',
  '--passphrase',
  passphrase,
  '--trust-model',
  'always',
];
