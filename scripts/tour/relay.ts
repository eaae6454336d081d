import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { comeBack, newcomer } from '../../tests/support/relay/account';
import { newMessageId, sealedPayload } from '../../tests/support/relay/payload';
import { startRelay } from '../../tests/support/relay/relay-process';
import { buildRelay } from '../relay.mjs';

/** A relay of the tour's own, on its embedded store. */
export type TourRelay = { readonly page: string; close(): Promise<void> };

export async function openRelay(): Promise<TourRelay> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-relay-'));
  const relay = await startRelay(await buildRelay(), ['--port', '0', '--data', folder]);
  return {
    page: relay.url.replace('ws:', 'http:'),
    close: async () => {
      await relay.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Two accounts; one is away while the other sends a sealed message, and finds it when it comes back. */
export async function exchangeSealed(page: string): Promise<void> {
  const url = page.replace('http:', 'ws:');
  const [alice, bob] = [await newcomer(url, 'alice'), await newcomer(url, 'bob')];
  await bob.relay.close();
  const id = newMessageId();
  alice.relay.send({ kind: 'send', id, to: [bob.account.device], payload: sealedPayload() });
  await alice.relay.next('status', ({ state }) => state === 'stored');
  const back = await comeBack(url, bob.account);
  const arrived = await back.next('deliver');
  back.send({ kind: 'acknowledge', ids: [arrived.id] });
  await alice.relay.next('status', ({ state }) => state === 'delivered');
  await Promise.all([alice.relay.close(), back.close()]);
}
