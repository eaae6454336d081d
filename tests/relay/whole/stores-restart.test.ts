import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comeBack, newcomer } from '../../support/relay/account';
import { createBurst, receive } from '../../support/relay/burst';
import { storeLabMissing } from '../../support/relay/lab/store-lab';
import type { RelayProcess } from '../../support/relay/relay-process';
import { openScaledRelays, type ScaledRelays } from '../../support/relay/scaled-relays';

const MESSAGES = 5_000;

describe.skipIf(storeLabMissing() !== undefined)('stores that go away under load (PostgreSQL and Redis)', () => {
  let relays: ScaledRelays;
  let relay: RelayProcess;
  beforeAll(async () => {
    relays = await openScaledRelays();
    relay = await relays.start();
  }, 60_000);
  afterAll(() => relays.close());

  it.each(['redis', 'redisVolatile', 'postgres'] as const)(
    '%s is killed and comes back: nothing acknowledged is lost, clients are told to wait, no socket ends [req 37]',
    async (store) => {
      const { account: sender, relay: from } = await newcomer(relay.url, 'sender');
      const { account: receiver, relay: away } = await newcomer(relay.url, 'receiver');
      await away.close();
      const burst = createBurst(receiver.device, MESSAGES);
      let restarted: Promise<unknown> | undefined;
      const restart = async () => {
        await relays.lab[store].kill();
        await from.next('notice', ({ code }) => code === 'relay/waiting');
        await relays.lab[store].start();
      };
      await burst.sendOver(from, (count) => {
        if (count === MESSAGES / 2) restarted = restart();
      });
      await restarted;
      expect(restarted).toBeDefined();
      await from.next('notice', ({ code }) => code === 'relay/back');
      expect(burst.acknowledged.size).toBe(MESSAGES);
      expect(from.frames.filter(({ kind }) => kind === 'refused')).toEqual([]);
      const to = await comeBack(relay.url, receiver);
      const arrived = await receive(to, burst.ids);
      expect([...arrived.values()].filter((times) => times !== 1)).toEqual([]);
      await Promise.all([from.close(), to.close()]);
      // The sender is a user as before.
      await (await comeBack(relay.url, sender)).close();
    },
    120_000,
  );
});
