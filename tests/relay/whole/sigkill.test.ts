import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildRelay } from '../../../scripts/relay.mjs';
import { comeBack, newcomer } from '../../support/relay/account';
import { createBurst, receive } from '../../support/relay/burst';
import { storeLabMissing } from '../../support/relay/lab/store-lab';
import { type RelayProcess, startRelay } from '../../support/relay/relay-process';
import { openScaledRelays, type ScaledRelays } from '../../support/relay/scaled-relays';

const MESSAGES = 5_000;
const TIMES = Number(process.env['SIGKILLS'] ?? 20);

/** Kills it each time at another point of a burst; answers how long it was away, in ms, each time. */
async function killAgainAndAgain(start: () => Promise<RelayProcess>): Promise<number[]> {
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
    const safe = [...burst.acknowledged];
    expect(safe.length).toBeGreaterThanOrEqual(killAt);
    expect(safe.length).toBeLessThan(MESSAGES);

    const since = performance.now();
    relay = await start();
    const to = await comeBack(relay.url, receiver);
    pauses.push(performance.now() - since);
    // What was acknowledged is there before anything is sent again.
    const kept = await receive(to, safe);
    const again = await comeBack(relay.url, sender);
    const missing = burst.ids.filter((id) => !kept.has(id));
    const [rest] = await Promise.all([receive(to, missing), burst.sendOver(again)]);
    const times = [...kept, ...rest];
    expect(times.length).toBe(MESSAGES);
    expect(new Set(times.map(([id]) => id)).size).toBe(MESSAGES);
    expect(times.filter(([, count]) => count !== 1)).toEqual([]);
    await Promise.all([to.close(), again.close()]);
  }
  await relay.kill();
  return pauses;
}

describe('a relay that is killed in the middle of 5,000 messages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-sigkill-'));
  let scaled: ScaledRelays | undefined;
  afterAll(async () => {
    await scaled?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it(`on the embedded store loses none that it acknowledged and shows none twice, ${TIMES} times, and is back within 5 s [req 37]`, async () => {
    const script = await buildRelay();
    const pauses = await killAgainAndAgain(() => startRelay(script, ['--port', '0', '--data', folder]));
    console.log(`embedded: back after ${Math.round(Math.max(...pauses))} ms at most`);
    expect(Math.max(...pauses)).toBeLessThan(5_000);
  }, 240_000);

  it.skipIf(storeLabMissing() !== undefined)(
    `on the scaled stores loses none that it acknowledged and shows none twice, ${TIMES} times, and is back within 5 s [req 37] (PostgreSQL and Redis)`,
    async () => {
      const relays = await openScaledRelays();
      scaled = relays;
      const pauses = await killAgainAndAgain(() => relays.start());
      console.log(`scaled: back after ${Math.round(Math.max(...pauses))} ms at most`);
      expect(Math.max(...pauses)).toBeLessThan(5_000);
    },
    240_000,
  );
});
