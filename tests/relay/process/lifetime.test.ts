import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildRelay } from '../../../scripts/relay.mjs';
import { comeBack, newcomer } from '../../support/relay/account';
import { newMessageId, sealedPayload } from '../../support/relay/payload';
import { type RelayProcess, startRelay } from '../../support/relay/relay-process';
import { bounded } from '../../support/wait';

const folder = mkdtempSync(join(tmpdir(), 'sotto-life-'));
const relays: RelayProcess[] = [];
let script = '';
beforeAll(async () => {
  script = await buildRelay();
});
afterAll(async () => {
  for (const relay of relays) await relay.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function start(name: string, ...args: readonly string[]): Promise<RelayProcess> {
  const relay = await startRelay(script, ['--port', '0', '--data', join(folder, name), ...args]);
  relays.push(relay);
  return relay;
}
const http = (relay: RelayProcess) => relay.url.replace('ws:', 'http:');

describe('the process of a relay', () => {
  it('starts, is ready, and shows its page', async () => {
    const relay = await start('ready');
    expect((await fetch(`${http(relay)}/ready`)).status).toBe(200);
    expect(await (await fetch(http(relay))).text()).toContain('Sotto relay');
    expect(await relay.kill()).toBe(0);
    expect(relay.printed.map((line) => (line.startsWith('{') ? JSON.parse(line).code : 'sentence')).toSorted()).toEqual(
      ['relay/draining', 'relay/ended', 'relay/listening', 'sentence'],
    );
  });

  it('keeps its data for its own user alone', async () => {
    const relay = await start('private');
    await relay.kill();
    const place = join(folder, 'private');
    for (const name of ['', ...readdirSync(place)]) expect(statSync(join(place, name)).mode & 0o077, name).toBe(0);
  });

  it('drains at SIGTERM while a message is in flight: nothing is lost, nothing comes twice [req 37]', async () => {
    const first = await start('drain');
    const anna = await newcomer(first.url, 'anna');
    const bob = await newcomer(first.url, 'bob');
    const ids = Array.from({ length: 200 }, newMessageId);
    for (const id of ids) anna.relay.send({ kind: 'send', id, to: [bob.account.device], payload: sealedPayload() });
    // Some are with Bob, who acknowledges none of them; some are still on their way.
    await bob.relay.next('deliver');
    const ended = first.kill('SIGTERM');
    const notice = await bob.relay.next('notice');
    expect(notice.code).toBe('relay/draining');
    expect((await anna.relay.closed).code).toBe(1012);
    expect(await bounded('the end', ended)).toBe(0);
    const promised = anna.relay.frames.flatMap((frame) => (frame.kind === 'status' ? [frame.id] : []));

    const second = await start('drain');
    const back = await comeBack(second.url, { ...bob.account });
    const got: string[] = [];
    while (!promised.every((id) => got.includes(id))) {
      const { id } = await back.next('deliver');
      got.push(id);
      back.send({ kind: 'acknowledge', ids: [id] });
    }
    expect(promised.length).toBeGreaterThan(0);
    expect(new Set(got).size).toBe(got.length);
    expect(await second.kill()).toBe(0);
  });

  it('ends though somebody connected and says nothing', async () => {
    const relay = await start('silent', '--drain', '2s');
    const { WebSocket } = await import('ws');
    const socket = new WebSocket(`${relay.url}/v1/socket`, 'sotto.relay.v1');
    socket.on('error', () => undefined);
    await once(socket, 'open');
    expect(await bounded('the end', relay.kill())).toBe(0);
  });

  it('is what `npm run relay` starts: flags and signals go through, its exit code comes back', async () => {
    const args = ['scripts/relay.mjs', '--port', '0', '--data', join(folder, 'npm')];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await bounded(
      'the first line',
      once(createInterface({ input: child.stdout }), 'line'),
      30_000,
    )) as [string];
    expect(JSON.parse(line).code).toBe('relay/listening');
    child.kill('SIGTERM');
    expect((await bounded('the end', once(child, 'exit')))[0]).toBe(0);
    const wrong = spawn(process.execPath, ['scripts/relay.mjs', '--port', 'x'], { stdio: 'ignore' });
    expect((await bounded('the end', once(wrong, 'exit')))[0]).toBe(2);
  });
});
