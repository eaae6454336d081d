import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DeviceId, MessageId } from '../../../lib/core/wire/ids';
import { createEmbeddedStores } from '../../../relay/stores/embedded/embedded-stores';
import { buildRelay } from '../../../scripts/relay.mjs';
import type { Line } from '../../support/relay/contract/appender';
import { quiet } from '../../support/relay/contract/quiet';
import { ALL } from '../../support/relay/contract/values';
import { until } from '../../support/wait';

const ALL_ROOM = { messages: 1_000_000, octets: 2 ** 40 };

type Running = { readonly child: ChildProcess; readonly lines: Line[] };

async function start(folder: string, payload = 600): Promise<Running> {
  const file = await buildRelay({ entry: 'tests/support/relay/contract/appender.ts' });
  const child = spawn('node', [file, folder, String(payload)], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: Line[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line as Line));
  return { child, lines };
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-kill-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

const marked = (lines: readonly Line[], mark: string): Set<string> =>
  new Set(lines.filter((line) => line.startsWith(`${mark} `)).map((line) => line.slice(2)));

/** What was answered against what is there: nothing lost, nothing there that was taken away, nothing twice. */
async function judge(folder: string, lines: readonly Line[]): Promise<void> {
  const [stored, asked, acknowledged] = [marked(lines, '+'), marked(lines, '?'), marked(lines, '-')];
  const stores = await createEmbeddedStores({ folder, ...quiet });
  try {
    const there: string[] = [];
    for (const device of new Set([...stored].map((line) => line.slice(0, 32) as DeviceId))) {
      for (const { id } of await stores.mailboxes.read(device, 0, ALL)) there.push(`${device} ${id}`);
    }
    const held = new Set(there);
    expect(held.size).toBe(there.length);
    expect([...stored].filter((line) => !asked.has(line) && !held.has(line))).toEqual([]);
    expect([...acknowledged].filter((line) => held.has(line))).toEqual([]);
    for (const line of [...stored].slice(0, 50)) {
      const [device, id] = line.split(' ') as [DeviceId, MessageId];
      const again = { id, sender: device, at: Date.now(), kind: 'message', payload: new Uint8Array(1) } as const;
      expect(await stores.mailboxes.append(again, [device], ALL_ROOM)).toEqual(['duplicate']);
    }
  } finally {
    await stores.close();
  }
}
async function kill({ child }: Running): Promise<void> {
  const gone = once(child, 'close');
  child.kill('SIGKILL');
  await gone;
}

describe('the embedded stores', () => {
  it('[req 37] lose no stored message to SIGKILL in the middle of appends, and bring none back', async () => {
    const folder = await newFolder();
    const lines: Line[] = [];
    for (const answers of [1_000, 400, 2_500]) {
      const running = await start(folder);
      await until(`${answers} answers`, () => running.lines.length > answers, { within: 30_000, every: 2 });
      await kill(running);
      lines.push(...running.lines);
      await judge(folder, lines);
    }
  });

  it('[req 37] wait while the disk is full, answer nothing that is not on it, and go on when there is room', async ({
    skip,
  }) => {
    const limit = promisify(execFile);
    if ((await limit('prlimit', ['--version']).catch(() => undefined)) === undefined) return skip('no prlimit here');
    const folder = await newFolder();
    const running = await start(folder, 20_000);
    const fsize = (octets: string) =>
      limit('prlimit', ['--pid', String(running.child.pid), `--fsize=${octets}:unlimited`]);
    await until('the first answers', () => running.lines.length > 20);
    await fsize('8000000');
    await until('the store to go away', () => running.lines.includes('!'), { within: 30_000 });
    await fsize('unlimited');
    await until('the store to be back', () => running.lines.includes('.'));
    const now = running.lines.length;
    await until('more answers', () => running.lines.length > now + 100);
    await kill(running);
    await judge(folder, running.lines);
  });
});
