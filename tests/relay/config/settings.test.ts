import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../relay/config/config';
import { FLAG_KEYS, FLAGS, flagName, variable } from '../../../relay/config/flags';
import { helpTable, helpText } from '../../../relay/config/help';
import { isLoopback } from '../../../relay/config/loopback';
import { readSettings } from '../../../relay/config/read-settings';

const folder = mkdtempSync(join(tmpdir(), 'sotto-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const settings = (argv: readonly string[] = [], env: Record<string, string> = {}) => {
  const reading = readSettings(argv, { HOME: '/home/x', ...env });
  if (reading.kind !== 'serve') throw new Error(JSON.stringify(reading));
  return reading.settings;
};
const problems = (argv: readonly string[], env: Record<string, string> = {}) => {
  const reading = readSettings(argv, env);
  return reading.kind === 'wrong' ? reading.problems : [];
};

describe('the settings of a relay', () => {
  it('are the documented limits, on loopback, where nothing is said', () => {
    const { limits, host, port, store, registration, metrics, accessLog, opaqueSetup } = settings();
    expect(limits).toEqual(LIMITS);
    expect({ host, port, store, registration, metrics, accessLog, opaqueSetup }).toEqual({
      host: '127.0.0.1',
      port: 8_470,
      store: 'embedded',
      registration: 'open',
      metrics: undefined,
      accessLog: undefined,
      opaqueSetup: 'file',
    });
  });

  it('come from flags and from the environment, from a flag first', () => {
    expect(settings(['--port', '9000'], { SOTTO_RELAY_PORT: '9001' }).port).toBe(9_000);
    expect(settings([], { SOTTO_RELAY_PORT: '9001' }).port).toBe(9_001);
    expect(settings(['--port=9002']).port).toBe(9_002);
    expect(settings(['--behind-proxy']).behindProxy).toBe(true);
    expect(settings([], { SOTTO_RELAY_BEHIND_PROXY: '1' }).behindProxy).toBe(true);
    expect(settings([], { SOTTO_RELAY_PORT: '' }).port).toBe(8_470);
  });

  it('read sizes and times as people write them', () => {
    const { limits } = settings([
      '--payload-octets',
      '16K',
      '--attachment-octets',
      '50M',
      '--keep',
      '36h',
      '--idle',
      '90000ms',
    ]);
    expect(limits).toMatchObject({
      payloadOctets: 16_384,
      attachmentOctets: 52_428_800,
      keepMs: 129_600_000,
      idleMs: 90_000,
    });
  });

  it('put the data where the system keeps such things, or where it is told', () => {
    expect(settings([], { XDG_STATE_HOME: '/var/x' }).dataFolder).toBe('/var/x/sotto-relay');
    expect(settings(['--data', '/srv/relay']).dataFolder).toBe('/srv/relay');
  });

  it.each([
    [['--port', 'x'], '--port takes a whole number from 0 to 65535, not "x".'],
    [['--port', '65536'], '--port takes a whole number from 0 to 65535, not "65536".'],
    [['--port'], '--port takes a whole number from 0 to 65535; nothing follows it.'],
    [['--port', '--host', '::1'], '--port takes a whole number from 0 to 65535; nothing follows it.'],
    [['--port', '1', '--port', '2'], '--port is given twice.'],
    [['--keep', '73h'], '--keep takes a time from 1s to 72h, not "73h".'],
    [['--payload-octets', '2M'], '--payload-octets takes a size from 1K to 1M, not "2M".'],
    [['--registration', 'maybe'], '--registration takes one of open, invitation, closed, not "maybe".'],
    [
      ['--allowed-origins', 'https://a.example/'],
      '--allowed-origins takes web origins such as https://chat.example.org, with commas between them, not "https://a.example/".',
    ],
    [
      ['--extension-url', 'javascript:alert(1)'],
      '--extension-url takes a URL that begins with https:, not "javascript:alert(1)".',
    ],
    [['--prot', '1'], 'There is no flag "--prot". See --help.'],
    [['start'], 'There is no command "start". See --help.'],
    [['--tls-key', 'a.pem'], 'TLS needs both --tls-certificate and --tls-key.'],
    [
      ['--host', '0.0.0.0'],
      'Others could reach 0.0.0.0 without TLS. Give --tls-certificate and --tls-key, or --behind-proxy where a proxy does TLS.',
    ],
    [['--metrics-port', '8470'], '--metrics-port is the port of the relay itself. Choose another, or leave it away.'],
  ])('refuse %j by one sentence', (argv, sentence) => {
    expect(problems(argv)).toContain(sentence);
    expect(problems(argv)[0]).toBe(sentence);
  });

  it('refuse a variable that nobody knows: a slip of the pen must not open a relay', () => {
    expect(problems([], { SOTTO_RELAY_REGISTRATON: 'closed' })).toEqual([
      'SOTTO_RELAY_REGISTRATON is no variable that the relay knows.',
    ]);
  });

  it('take secrets from the environment or from a file, and from no command line', () => {
    const file = join(folder, 'postgres-url');
    writeFileSync(file, 'postgres://u:secret@db/sotto\n');
    expect(settings([], { SOTTO_RELAY_POSTGRES_URL: 'postgres://a@b/c' }).postgresUrl).toBe('postgres://a@b/c');
    expect(settings([], { SOTTO_RELAY_POSTGRES_URL_FILE: file }).postgresUrl).toBe('postgres://u:secret@db/sotto');
    expect(settings(['--postgres-url-file', file]).postgresUrl).toBe('postgres://u:secret@db/sotto');
    expect(problems(['--postgres-url', 'postgres://a@b/c'])[0]).toBe('There is no flag "--postgres-url". See --help.');
    expect(problems(['--postgres-url-file', join(folder, 'none')])[0]).toContain('names a file that cannot be read');
  });

  it('never show a secret, though it is wrong', () => {
    const file = join(folder, 'redis-url');
    writeFileSync(file, 'http://canary-in-file');
    const said = [
      ...problems(['--redis-url-file', file], { SOTTO_RELAY_POSTGRES_URL: 'http://canary-in-environment' }),
    ].join('\n');
    expect(said).toContain('SOTTO_RELAY_POSTGRES_URL takes a URL that begins with postgres: or postgresql:.');
    expect(said).not.toContain('canary');
  });

  it('name everything that a scaled relay lacks', () => {
    expect(problems(['--store', 'scaled'])).toEqual(
      ['postgres-url', 'redis-url', 'redis-volatile-url', 'opaque-setup'].map(
        (name) => `--store scaled needs --${name}-file or SOTTO_RELAY_${name.replaceAll('-', '_').toUpperCase()}.`,
      ),
    );
  });

  it('leave a command its own words, and keep the flags of the relay', () => {
    const reading = readSettings(['--data', '/srv/relay', 'backup', 'out.file', '--quietly'], {});
    expect(reading).toMatchObject({
      kind: 'command',
      name: 'backup',
      args: ['out.file', '--quietly'],
      settings: { dataFolder: '/srv/relay' },
    });
  });

  it('are all in --help, with their defaults, and in docs/relay.md in the same words', () => {
    for (const key of FLAG_KEYS) expect(helpText()).toContain(`--${flagName(key)}`);
    expect(new Set(FLAG_KEYS.map(variable)).size).toBe(FLAG_KEYS.length);
    expect(readFileSync('docs/relay.md', 'utf8')).toContain(helpTable());
  });

  it('have defaults that they would take', () => {
    for (const key of FLAG_KEYS) {
      const flag = FLAGS[key] as {
        kind: { read(text: string): unknown; show(value: unknown): string };
        initial?: unknown;
      };
      if (flag.initial === undefined || key === 'allowedOrigins') continue;
      expect(flag.kind.read(flag.kind.show(flag.initial)), key).toEqual(flag.initial);
    }
  });

  it('know what only this machine reaches', () => {
    expect(['127.0.0.1', '127.9.9.9', '::1', 'localhost'].map(isLoopback)).toEqual([true, true, true, true]);
    expect(['0.0.0.0', '::', '10.0.0.1', 'relay.example.org'].map(isLoopback)).toEqual([false, false, false, false]);
  });
});
