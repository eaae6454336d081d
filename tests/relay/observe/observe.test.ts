import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { LogLevel } from '../../../relay/config/config';
import { createAccessLog } from '../../../relay/observe/access-log';
import { createLog } from '../../../relay/observe/create-log';
import { COUNTERS, createMetrics, GAUGES, HISTOGRAMS } from '../../../relay/observe/create-metrics';
import { placeOf } from '../../../relay/observe/place-of';

const folder = mkdtempSync(join(tmpdir(), 'sotto-observe-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const clock = () => Date.UTC(2026, 0, 1);

function logged(level: LogLevel, write: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = [];
  write(createLog({ write: (line) => lines.push(line), clock, level }));
  return lines;
}

describe('the log', () => {
  it('is lines of JSON: time, level, code, counts', () => {
    expect(logged('info', (log) => log('relay/listening', { port: 8_470 }))).toEqual([
      '{"time":"2026-01-01T00:00:00.000Z","level":"info","code":"relay/listening","port":8470}\n',
    ]);
  });

  it('writes nothing that is no code and no number, whoever passes it [req 35]', () => {
    const canary = 'anna.k7m2q';
    const lines = logged('info', (log) => {
      log(canary);
      log(`relay/${canary}`);
      log('relay/0123456789abcdef0123456789abcdef');
      log('127.0.0.1/x');
      log('relay/failed', { user: canary as never });
      log('relay/failed', { [canary]: 1 });
      log('relay/failed', { time: 1 });
      log('relay/failed', { n: Number.NaN });
    });
    expect(lines).toHaveLength(8);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ code: 'log/refused', level: 'warn' });
    expect(lines.join()).not.toContain('anna');
  });

  it('says no less than its level', () => {
    const all = (log: ReturnType<typeof createLog>) => {
      for (const code of ['relay/internal', 'relay/waiting', 'relay/listening']) log(code);
    };
    expect((['error', 'warn', 'info'] as const).map((level) => logged(level, all).length)).toEqual([1, 2, 3]);
  });

  it('tells of an unexpected error where it was made, and not a word of it [req 35]', () => {
    const error = new Error('at canary:12:34\n    at canary:56:78');
    const place = placeOf(error);
    expect(place.line).toBeGreaterThan(0);
    expect([12, 56]).not.toContain(place.line);
    expect(placeOf('anna')).toEqual({ line: 0, column: 0 });
  });
});

describe('the access log', () => {
  it('goes to a file, and to a new one after SIGHUP', async () => {
    const file = join(folder, 'access.log');
    const log = createAccessLog(file, { clock, stdout: () => undefined });
    log.write({ method: 'GET', route: '/', status: 200, ms: 1 });
    renameSync(file, `${file}.1`);
    expect(log.reopen()).toBe(true);
    log.write({ method: 'GET', route: 'none', status: 404, ms: 2 });
    await log.close();
    const line = (name: string) => readFileSync(name, 'utf8');
    expect(line(file)).toBe('{"time":"2026-01-01T00:00:00.000Z","method":"GET","route":"none","status":404,"ms":2}\n');
    expect(JSON.parse(line(`${file}.1`))).toMatchObject({ route: '/', status: 200 });
  });

  it('goes on in the old file where the new one cannot be', async () => {
    const place = join(folder, 'moved');
    mkdirSync(place);
    const log = createAccessLog(join(place, 'access.log'), { clock, stdout: () => undefined });
    renameSync(place, `${place}.away`);
    expect(log.reopen()).toBe(false);
    log.write({ method: 'GET', route: '/', status: 200, ms: 1 });
    await log.close();
    expect(readFileSync(join(`${place}.away`, 'access.log'), 'utf8')).toContain('"status":200');
  });

  it('fails at once where its file cannot be', () => {
    expect(() => createAccessLog(join(folder, 'no', 'such'), { clock, stdout: () => undefined })).toThrow('ENOENT');
  });

  it('is off, or goes to stdout, as it is told', () => {
    const lines: string[] = [];
    const stdout = (line: string) => void lines.push(line);
    createAccessLog(undefined, { clock, stdout }).write({ method: 'GET', route: '/', status: 200, ms: 1 });
    expect(lines).toEqual([]);
    createAccessLog('-', { clock, stdout }).write({ method: 'GET', route: '/', status: 200, ms: 1 });
    expect(lines).toHaveLength(1);
  });
});

describe('the metrics', () => {
  it('show every count, gauge and time by its name, with what it means', async () => {
    const metrics = createMetrics();
    metrics.count('messages_total', 3);
    metrics.gauge('sockets', 7);
    metrics.observe('login_seconds', 0.2);
    const { body } = await metrics.text();
    for (const [name, help] of Object.entries({ ...COUNTERS, ...GAUGES, ...HISTOGRAMS })) {
      expect(body).toContain(`# HELP sotto_relay_${name} ${help}`);
    }
    expect(body).toContain('sotto_relay_messages_total 3');
    expect(body).toContain('sotto_relay_sockets 7');
    expect(body).toContain('sotto_relay_login_seconds_bucket{le="0.25"} 1');
  });
});
