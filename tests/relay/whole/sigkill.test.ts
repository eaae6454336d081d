import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildRelay } from '../../../scripts/relay.mjs';
import { comeBack, newcomer } from '../../support/relay/account';
import { createBurst, receive } from '../../support/relay/burst';
import { startRelay } from '../../support/relay/relay-process';

const MESSAGES = 5_000;
const TIMES = Number(process.env['SIGKILLS'] ?? 20);

describe('a relay that is killed in the middle of 5,000 messages', () => {
  let script: string;
  const folder = mkdtempSync(join(tmpdir(), 'sotto-sigkill-'));
  const start = () => startRelay(script, ['--port', '0', '--data', folder]);
  beforeAll(async () => {
    script = await buildRelay();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(`loses none that it acknowledged and shows none twice, ${TIMES} times, and is back within 5 s [req 37]`, async () => {
    let relay = await start();
    const { account: sender, relay: first } = await newcomer(relay.url, 'sender');
    const { account: receiver, relay: second } = await newcomer(relay.url, 'receiver');
    await Promise.all([first.close(), second.close()]);
    const pauses: number[] = [];
    for (let time = 0; time < TIMES; time++) {
      const burst = createBurst(receiver.device, MESSAGES);
      const killAt = Math.floor(MESSAGES * ((time + 1) / (TIMES + 1)));
      const from = await comeBack(relay.url, sender);
      let killed: Promise<unknown> | undefined;
      await burst.sendOver(from, (count) => {
        if (count === killAt) killed = relay.kill('SIGKILL');
      });
      await killed;
      const safe = new Set(burst.acknowledged);
      expect(safe.size).toBeGreaterThanOrEqual(killAt);
      expect(safe.size).toBeLessThan(MESSAGES);

      const since = performance.now();
      relay = await start();
      const to = await comeBack(relay.url, receiver);
      pauses.push(performance.now() - since);
      // What was acknowledged is there before anything is sent again.
      const kept = await receive(to, [...safe]);
      expect([...kept.values()].every((times) => times === 1)).toBe(true);
      const again = await comeBack(relay.url, sender);
      const rest = receive(
        to,
        burst.ids.filter((id) => !kept.has(id)),
      );
      await burst.sendOver(again);
      const shown = new Map([...kept, ...(await rest)]);
      expect(shown.size).toBe(MESSAGES);
      expect([...(await rest).keys()].filter((id) => kept.has(id))).toEqual([]);
      await Promise.all([to.close(), again.close()]);
    }
    await relay.kill();
    console.log(`back after ${Math.round(Math.max(...pauses))} ms at most`);
    expect(Math.max(...pauses)).toBeLessThan(5_000);
  }, 240_000);
});
