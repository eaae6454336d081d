import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MessageId } from '../../../lib/core/wire/ids';
import { type Account, comeBack, newcomer } from '../../support/relay/account';
import type { RelayClient } from '../../support/relay/client';
import { storeLabMissing } from '../../support/relay/lab/store-lab';
import { newMessageId, sealedPayload } from '../../support/relay/payload';
import type { RelayProcess } from '../../support/relay/relay-process';
import { openScaledRelays, type ScaledRelays } from '../../support/relay/scaled-relays';

const CLIENTS = Number(process.env['FAILOVER_CLIENTS'] ?? 1_000);
const AT_ONCE = 50;
const EACH = 5;

/** A client as the product's is: keeps what is not acknowledged, comes back elsewhere, drops what it has seen. */
type Steady = {
  readonly account: Account;
  readonly seen: Map<MessageId, number>;
  readonly unsent: Set<MessageId>;
  to: Account;
};

async function inBatches<T, U>(items: readonly T[], work: (item: T, index: number) => Promise<U>): Promise<U[]> {
  const results: U[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map((item, index) => work(item, at + index)))));
  }
  return results;
}

function run(client: Steady, relay: RelayClient): void {
  const pump = async () => {
    for (;;) {
      const { id } = await relay.next('deliver');
      client.seen.set(id, (client.seen.get(id) ?? 0) + 1);
      relay.send({ kind: 'acknowledge', ids: [id] });
    }
  };
  const hear = async () => {
    for (;;) client.unsent.delete((await relay.next('status')).id);
  };
  pump().catch(() => undefined);
  hear().catch(() => undefined);
  for (const id of client.unsent) relay.send({ kind: 'send', id, to: [client.to.device], payload: sealedPayload() });
}

describe.skipIf(storeLabMissing() !== undefined)('one of two processes is killed (PostgreSQL and Redis)', () => {
  let relays: ScaledRelays;
  let processes: RelayProcess[];
  beforeAll(async () => {
    relays = await openScaledRelays(['--connections-per-address', '5000', '--behind-proxy']);
    processes = await Promise.all([relays.start(), relays.start()]);
  }, 60_000);
  afterAll(() => relays.close());

  it(`with ${CLIENTS} clients that are writing to each other: all come back at the other, nothing is lost [req 37]`, async () => {
    const urlOf = (index: number) => processes[index % 2]?.url ?? '';
    const arrived = await inBatches(Array.from({ length: CLIENTS }), (_, index) =>
      newcomer(urlOf(index), `c${index}`, { 'x-forwarded-for': `10.9.${index >> 8}.${index & 255}` }),
    );
    // Each writes to one that is at the other process.
    const clients: Steady[] = arrived.map(({ account }, index) => ({
      account,
      seen: new Map(),
      unsent: new Set(Array.from({ length: EACH }, newMessageId)),
      to: arrived[(index + 1) % CLIENTS]?.account ?? account,
    }));
    const sent = clients.flatMap(({ unsent }) => [...unsent]);
    for (const [index, client] of clients.entries()) {
      const relay = arrived[index]?.relay;
      if (relay !== undefined) run(client, relay);
    }
    await processes[0]?.kill('SIGKILL');
    const since = performance.now();
    const back = await inBatches(
      clients.filter((_, index) => index % 2 === 0),
      async (client) => {
        const relay = await comeBack(urlOf(1), client.account);
        run(client, relay);
        return relay;
      },
    );
    console.log(`${back.length} clients were back after ${Math.round(performance.now() - since)} ms`);
    await expect
      .poll(() => clients.reduce((sum, { seen, unsent }) => sum + (unsent.size === 0 ? seen.size : 0), 0), {
        timeout: 60_000,
      })
      .toBe(sent.length);
    const seen = clients.flatMap((client) => [...client.seen.keys()]);
    expect(new Set(seen)).toEqual(new Set(sent));
  }, 180_000);
});
