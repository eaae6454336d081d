import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Settings } from '../../relay/config/config';
import { defaultOf } from '../../relay/config/flags';
import { readSettings } from '../../relay/config/read-settings';
import { findProgram } from '../../scripts/lib/find-browsers.mjs';

// No engine runs here that could start them, so these are read, and what can be tried is tried.

const read = (name: string) => readFileSync(`relay/deploy/${name}`, 'utf8');
const PORT = defaultOf('port');
const openssl = findProgram('openssl');
const folder = mkdtempSync(join(tmpdir(), 'sotto-deploy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the relay makes of this command line and environment. */
function accepted(argv: readonly string[], env: Record<string, string> = {}): Settings {
  const reading = readSettings(argv, env);
  if (reading.kind !== 'serve') throw new Error(JSON.stringify(reading));
  return reading.settings;
}

/** Instructions with their lines joined, comments left away. */
const instructions = read('Dockerfile')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, ' ')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => ({ word: line.split(' ', 1)[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }));
const all = (word: string) => instructions.filter((one) => one.word === word).map(({ rest }) => rest);
const last = (word: string) => all(word).at(-1) ?? '';
const copies = all('COPY')
  .filter((rest) => !rest.startsWith('--from'))
  .map((rest) => ({ sources: rest.split(' ').slice(0, -1), target: rest.split(' ').at(-1) ?? '' }));
const environment = Object.fromEntries(
  [...last('ENV').matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
);

describe('the Dockerfile', () => {
  it('copies what is there', () => {
    const sources = copies.flatMap((copy) => copy.sources);
    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((source) => !existsSync(source))).toEqual([]);
  });

  it('copies all that the relay is built from', () => {
    const root = join(folder, 'image');
    for (const { sources, target } of copies) {
      for (const source of sources) {
        const place =
          target.endsWith('/') && !source.endsWith('/') ? join(target, source.split('/').at(-1) ?? '') : target;
        mkdirSync(dirname(join(root, place)), { recursive: true });
        cpSync(source, join(root, place), { recursive: true });
      }
    }
    symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
    const [program = '', ...args] =
      all('RUN')
        .find((run) => run.startsWith('node '))
        ?.split(' ') ?? [];
    execFileSync(program, args, { cwd: root });
    const built = /--from=build \S+ \/sotto\/(\S+)/.exec(
      all('COPY').find((rest) => rest.startsWith('--from')) ?? '',
    )?.[1];
    const alone = join(folder, 'alone.mjs');
    cpSync(join(root, built ?? ''), alone);
    expect(execFileSync(process.execPath, [alone, '--help'], { encoding: 'utf8' })).toContain('--behind-proxy');
  });

  it('starts the file that it copied, with settings that the relay takes', () => {
    const [, file] = JSON.parse(last('ENTRYPOINT')) as string[];
    expect(all('COPY').at(-1)?.split(' ').at(-1)).toBe(file);
    const settings = accepted([], environment);
    expect(settings.dataFolder).toBe(last('VOLUME'));
    expect(settings.behindProxy).toBe(true);
  });

  it('runs as nobody of importance, on the Node that we test with', () => {
    expect(last('USER')).toBe('node');
    expect(instructions.findLastIndex(({ word }) => word === 'USER')).toBeGreaterThan(
      instructions.findLastIndex(({ word }) => word === 'RUN'),
    );
    const node = JSON.parse(readFileSync('package.json', 'utf8')) as { devDependencies: { node: string } };
    for (const image of all('FROM')) expect(image).toMatch(`node:${node.devDependencies.node.split('.')[0]}-`);
  });

  it('asks the port that it exposes, which is the relay’s own, whether it is ready', () => {
    expect(last('EXPOSE')).toBe(PORT);
    expect(last('HEALTHCHECK')).toContain(`http://127.0.0.1:${PORT}/ready`);
    expect(last('STOPSIGNAL')).toBe('SIGTERM');
  });
});

it('starts the relay with the same memory for short-lived objects wherever it is started', () => {
  const flag = /--max-semi-space-size=\d+/;
  const places = [
    'scripts/relay.mjs',
    'tests/support/relay/relay-process.ts',
    'relay/deploy/Dockerfile',
    'relay/deploy/sotto-relay.service',
    'docs/relay.md',
  ];
  const flags = places.map((path) => flag.exec(readFileSync(path, 'utf8'))?.[0]);
  expect(new Set(flags)).toEqual(new Set(['--max-semi-space-size=8']));
});

describe('the systemd unit', () => {
  const unit = read('sotto-relay.service');
  const values = (key: string) => [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value]) => value ?? '');

  it('starts the relay with flags that it takes, its data where systemd lets it write', () => {
    const [node, script, ...flags] = (values('ExecStart')[0] ?? '').split(' ');
    expect([node, script]).toEqual(['/usr/bin/node', '/usr/local/lib/sotto-relay/relay.mjs']);
    const settings = accepted(flags.map((flag) => flag.replace('%S', '/var/lib')));
    expect(settings.dataFolder).toBe(`/var/lib/${values('StateDirectory')[0]}`);
    expect(settings.behindProxy).toBe(true);
    expect(Number(values('TimeoutStopSec')[0]) * 1_000).toBeGreaterThan(settings.drainMs);
    expect(values('RestartPreventExitStatus')).toEqual(['2']);
  });

  it('names only variables that the relay knows', () => {
    const secret = join(folder, 'secret');
    writeFileSync(secret, 'postgres://127.0.0.1/sotto');
    const named = [...unit.matchAll(/SOTTO_RELAY_[A-Z_]+(?==)/g)].map(([name]) => name);
    expect(named).toEqual(['SOTTO_RELAY_POSTGRES_URL_FILE']);
    accepted([], Object.fromEntries(named.map((name) => [name, secret])));
  });

  it('gives it no more than it needs', () => {
    for (const line of [
      'DynamicUser=yes',
      'NoNewPrivileges=yes',
      'CapabilityBoundingSet=',
      'ProtectSystem=strict',
      'ProtectHome=yes',
      'PrivateTmp=yes',
      'PrivateDevices=yes',
      'LimitCORE=0',
      'MemorySwapMax=0',
      'UMask=0077',
    ]) {
      expect(unit.split('\n')).toContain(line);
    }
    expect(unit).not.toMatch(/^(?:User|Group)=root|^MemoryDenyWriteExecute=yes/m);
    expect(values('MemoryMax')).toHaveLength(1);
  });

  const analyze = findProgram('systemd-analyze');
  it.skipIf(analyze === undefined)('is understood by systemd (skipped where there is no systemd-analyze)', () => {
    const done = spawnSync(analyze ?? '', ['verify', '--man=no', 'relay/deploy/sotto-relay.service'], {
      encoding: 'utf8',
    });
    const complaints = done.stderr
      .split('\n')
      .filter((line) => line.includes('sotto-relay') && !line.includes('is not executable'));
    expect(complaints).toEqual([]);
  });
});

describe('the proxies', () => {
  const nginx = read('nginx.conf');
  const caddy = read('Caddyfile');

  it('hand on to the port of the relay', () => {
    for (const text of [nginx, caddy]) {
      expect([...text.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port]) => port)).toEqual([PORT]);
    }
  });

  it('keep the figures to themselves, and write no address down [req 35]', () => {
    expect(nginx).toMatch(/location = \/metrics \{\s+return 404;/);
    expect(nginx).toMatch(/^ {4}access_log off;$/m);
    expect(nginx).toMatch(/error_log {2}\S+ emerg;/);
    expect(caddy).toMatch(/@metrics path \/metrics\s+respond @metrics 404/);
    expect(caddy).toMatch(/exclude http\.log\.error http\.handlers\.reverse_proxy/);
    expect(caddy.replaceAll(/^\s*#.*$/gm, '')).not.toMatch(/^\tlog(?! default \{)/m);
  });

  it('tell the relay whom they saw last, and wait longer than it does', () => {
    expect(nginx).toContain('X-Forwarded-For $proxy_add_x_forwarded_for;');
    const { limits } = accepted([]);
    for (const [, seconds] of nginx.matchAll(/proxy_(?:read|send)_timeout (\d+)s;/g)) {
      expect(Number(seconds) * 1_000).toBeGreaterThan(limits.idleMs);
    }
  });

  const program = findProgram('nginx') ?? ['/usr/sbin/nginx'].find(existsSync);
  it.skipIf(program === undefined || openssl === undefined)(
    'nginx.conf is understood by nginx (skipped where there is no nginx or openssl)',
    () => {
      const pem = (name: string) => join(folder, name);
      execFileSync(
        openssl ?? '',
        [
          ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
          ...['-subj', '/CN=relay.example.org', '-keyout', pem('privkey.pem'), '-out', pem('fullchain.pem')],
        ],
        { stdio: 'pipe' },
      );
      let socket = 0;
      const site = nginx
        .replaceAll('/etc/ssl/relay.example.org', folder)
        .replaceAll('/var/log/nginx', folder)
        .replaceAll(/listen \S+ /g, () => `listen unix:${folder}/${socket++}.sock `);
      writeFileSync(pem('site.conf'), site);
      writeFileSync(pem('nginx.conf'), `pid ${folder}/pid; events {} http { access_log off; include site.conf; }`);
      const done = spawnSync(program ?? '', ['-t', '-p', folder, '-c', pem('nginx.conf'), '-e', pem('error.log')], {
        encoding: 'utf8',
      });
      expect([done.status, done.stderr]).toEqual([0, expect.stringContaining('syntax is ok')]);
      const broken = spawnSync(program ?? '', ['-t', '-p', folder, '-c', pem('nginx.conf'), '-g', 'no_such_word on;'], {
        encoding: 'utf8',
      });
      expect(broken.status).not.toBe(0);
    },
  );
});
