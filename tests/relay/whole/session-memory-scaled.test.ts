import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../../../lib/core/wire/ids';
import { newcomer } from '../../support/relay/account';
import { storeLabMissing } from '../../support/relay/lab/store-lab';
import { searchMemory } from '../../support/relay/process-memory';
import type { RelayProcess } from '../../support/relay/relay-process';
import { openScaledRelays, type ScaledRelays } from '../../support/relay/scaled-relays';

const missing = storeLabMissing() !== undefined || process.platform !== 'linux';

describe.skipIf(missing)('what two processes know of a session (PostgreSQL, Redis, Linux)', () => {
  let relays: ScaledRelays;
  let processes: RelayProcess[];
  beforeAll(async () => {
    relays = await openScaledRelays();
    processes = await Promise.all([relays.start(), relays.start()]);
  }, 60_000);
  afterAll(() => relays.close());

  it('reaches both, and neither keeps a text of it [req 35]', async () => {
    const [here, there] = processes.map(({ url }) => url);
    const anna = await newcomer(here ?? '', 'anna');
    const bert = await newcomer(there ?? '', 'bert');
    const { session } = await anna.relay.ask('session.open', { peer: bert.account.user });
    expect(await bert.relay.next('session')).toMatchObject({ session, state: 'started' });
    await bert.relay.ask('session.close', { session });
    expect(await anna.relay.next('session', ({ state }) => state === 'ended')).toMatchObject({ session });
    // Not its octets: Node frees the buffers into which it read the answers of Redis, and nobody can wipe those.
    const text = Buffer.from(toHex(session));
    for (const { child } of processes) expect(searchMemory(child.pid ?? 0, [text])).toEqual([0]);
    await Promise.all([anna.relay.close(), bert.relay.close()]);
  });
});
