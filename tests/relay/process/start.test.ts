import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildRelay } from '../../../scripts/relay.mjs';
import { startRelay } from '../../support/relay/relay-process';
import { bounded } from '../../support/wait';

const folder = mkdtempSync(join(tmpdir(), 'sotto-start-'));
const children: ChildProcess[] = [];
let script = '';
beforeAll(async () => {
  script = await buildRelay();
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Runs the relay to its end; what it said, and its exit code. */
async function attempt(...args: readonly string[]) {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let said = '';
  let logged = '';
  child.stderr.on('data', (data) => {
    said += data;
  });
  child.stdout.on('data', (data) => {
    logged += data;
  });
  const [code] = await bounded('the end of the relay', once(child, 'close'));
  return { code, said: said.trim(), logged };
}
const at = (name: string) => join(folder, name);

describe('a relay that cannot start says why, in one sentence, and ends', () => {
  it('at a wrong flag, with exit code 2, before it touches anything', async () => {
    expect(await attempt('--port', 'x', '--data', at('untouched'))).toEqual({
      code: 2,
      said: '--port takes a whole number from 0 to 65535, not "x".',
      logged: '',
    });
    expect(existsSync(at('untouched'))).toBe(false);
  });

  it('at a port in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, said } = await attempt('--port', String(port), '--data', at('port'));
    other.close();
    expect([code, said]).toEqual([
      1,
      `Port ${port} of 127.0.0.1, or the one for metrics, is in use. Stop what uses it, or choose another with --port.`,
    ]);
  });

  it('at a folder that it cannot write', async () => {
    writeFileSync(at('file'), '');
    const { code, said } = await attempt('--port', '0', '--data', at('file/below'));
    expect([code, said]).toEqual([
      1,
      `The folder ${at('file/below')} cannot be written (a part of its path is a file). Choose another with --data, or give the relay the right to it.`,
    ]);
    expect((await attempt('--port', '0', '--data', '/proc/sotto')).code).toBe(1);
  });

  it('at a database that is damaged, which it leaves as it is', async () => {
    mkdirSync(at('damaged'));
    const garbage = Buffer.alloc(9_000, 'no database ');
    writeFileSync(at('damaged/relay.sqlite'), garbage);
    const { code, said } = await attempt('--port', '0', '--data', at('damaged'));
    expect([code, said]).toEqual([
      1,
      `The database in ${at('damaged')} is damaged. Put it aside, and restore a backup into an empty folder.`,
    ]);
    expect(readFileSync(at('damaged/relay.sqlite')).equals(garbage)).toBe(true);
  });

  it('at a folder that another relay uses', async () => {
    const first = await startRelay(script, ['--port', '0', '--data', at('shared')]);
    children.push(first.child);
    const { code, said } = await attempt('--port', '0', '--data', at('shared'));
    expect([code, said]).toEqual([
      1,
      `Another relay uses the folder ${at('shared')}. Stop it, or choose another folder with --data.`,
    ]);
    expect(await first.kill()).toBe(0);
  });

  it('at files for TLS that are none', async () => {
    writeFileSync(at('key.pem'), 'secret words');
    const args = ['--tls-certificate', at('none.pem'), '--tls-key', at('key.pem')];
    const { code, said } = await attempt('--port', '0', '--data', at('tls'), ...args);
    expect(code).toBe(1);
    expect(said).toMatch(/^TLS cannot be set up from \S+none\.pem and \S+key\.pem \(there is no such place\)\./);
    writeFileSync(at('none.pem'), 'no certificate');
    const second = await attempt('--port', '0', '--data', at('tls'), ...args);
    expect([second.code, second.said]).toEqual([1, expect.stringMatching(/^TLS cannot be set up/)]);
    expect(second.said).not.toContain('secret words');
  });

  it('at an access log that cannot be written', async () => {
    const { code, said } = await attempt('--port', '0', '--data', at('log'), '--access-log', at('nowhere/log'));
    expect(code).toBe(1);
    expect(said).toMatch(/^The access log \S+ cannot be written \(there is no such place\)\./);
  });
});

describe('the bundle', () => {
  it('runs where no node_modules is', () => {
    const alone = at('alone.mjs');
    copyFileSync(script, alone);
    expect(execFileSync(process.execPath, [alone, '--version'], { cwd: folder, encoding: 'utf8' })).toMatch(
      /^\d+\.\d+\.\d+\n$/,
    );
    expect(execFileSync(process.execPath, [alone, '--help'], { cwd: folder, encoding: 'utf8' })).toContain(
      '--data FOLDER',
    );
  });

  it('is made anew only where something changed', async () => {
    // Not the relay itself, which others may start at this moment.
    const entry = 'relay/config/loopback.ts';
    const file = await buildRelay({ entry });
    const made = statSync(file).mtimeMs;
    expect(statSync(await buildRelay({ entry })).mtimeMs).toBe(made);
    const whole = readFileSync(file);
    writeFileSync(file, 'damaged');
    expect(readFileSync(await buildRelay({ entry })).equals(whole)).toBe(true);
  });
});
