import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findProgram } from '../../../scripts/lib/find-browsers.mjs';
import { readSpool, type SpooledMail } from './spool';

const SCRIPT = fileURLToPath(new URL('../../labs/mail/lab.sh', import.meta.url));
const run = promisify(execFile);

export type LabUser = 'alice' | 'bob' | 'carol';
export const addressOfUser = (user: LabUser): string => `${user}@lab.test`;
export const passwordOfUser = (user: LabUser): string => `${user}-pw`;

export type LabOptions = {
  /** Seconds between Roundcube's own draft autosaves. */
  readonly autosave?: number;
  readonly htmlEditor?: boolean;
  readonly plugins?: readonly string[];
  /** A Content-Security-Policy that the web server adds to every page. */
  readonly csp?: string;
};

/** A running webmail with its mail server; everything it keeps lies under `stateDir`. */
export type Lab = {
  readonly url: string;
  readonly httpsUrl: string;
  readonly imapPort: number;
  readonly stateDir: string;
  /** Everything that the webmail handed to its mail server, oldest first. */
  spooled(): readonly SpooledMail[];
  /** Puts a raw mail (RFC 5322) into a mailbox. */
  inject(user: LabUser, mail: string | Uint8Array): Promise<void>;
  /** Empties every mailbox and the spool. */
  reset(): Promise<void>;
  /** Stops it and deletes what it kept. */
  destroy(): Promise<void>;
};

/** What stands in the way of the lab on this machine, in words; `undefined` where it can run. */
export function labMissing(): string | undefined {
  if (process.getuid?.() !== 0) return 'the Roundcube lab needs root';
  const needed = ['dovecot', 'nginx', 'php', 'openssl', 'curl', 'setpriv'];
  const absent = needed.filter((name) => findProgram(name) === undefined && !exists(`/usr/sbin/${name}`));
  if (!exists('/var/lib/roundcube/public_html/index.php')) absent.push('roundcube');
  return absent.length === 0 ? undefined : `the Roundcube lab lacks ${absent.join(', ')}`;
}

export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const stateDir = mkdtempSync(join(shortFolder(), 'sotto-lab-'));
  const stop = () => spawnSync(SCRIPT, ['stop', stateDir], { stdio: 'ignore' });
  process.once('exit', stop);
  await run(SCRIPT, ['start', stateDir], { env: { ...process.env, ...settings(options) } });
  const ports = readPorts(stateDir);
  return {
    url: `http://127.0.0.1:${ports.HTTP}`,
    httpsUrl: `https://127.0.0.1:${ports.HTTPS}`,
    imapPort: Number(ports.IMAP),
    stateDir,
    spooled: () => readSpool(stateDir),
    async inject(user, mail) {
      const file = join(stateDir, `inject-${process.hrtime.bigint()}.eml`);
      writeFileSync(file, mail);
      try {
        await run(SCRIPT, ['inject', stateDir, user, file]);
      } finally {
        rmSync(file);
      }
    },
    async reset() {
      await run(SCRIPT, ['reset', stateDir]);
    },
    async destroy() {
      await run(SCRIPT, ['destroy', stateDir]);
      process.off('exit', stop);
      rmSync(stateDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const settings = (options: LabOptions) => ({
  LAB_AUTOSAVE: String(options.autosave ?? 300),
  LAB_HTMLEDITOR: options.htmlEditor === true ? '1' : '0',
  LAB_PLUGINS: (options.plugins ?? []).join(' '),
  LAB_CSP: options.csp ?? '',
});

function readPorts(stateDir: string): Record<string, string> {
  const lines = readFileSync(join(stateDir, 'ports'), 'utf8').trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split('=') as [string, string]));
}

const exists = (path: string) => statSync(path, { throwIfNoEntry: false }) !== undefined;

/** Unix sockets bound the path's length, and the servers run as other users, who must get there. */
function shortFolder(): string {
  const fits = (folder: string) => folder.length <= 45 && exists(folder) && openToAll(folder);
  return [tmpdir(), '/tmp', '/var/tmp'].find(fits) ?? '/var/tmp';
}

function openToAll(folder: string): boolean {
  const traversable = (statSync(folder).mode & 0o001) !== 0;
  return traversable && (folder === '/' || openToAll(dirname(folder)));
}
