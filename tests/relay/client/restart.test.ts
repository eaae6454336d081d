import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RelayAccount } from '../../../lib/net/contract';
import { until } from '../../support/wait';
import { type ClientWorld, openClientWorld } from './client-world';

let world: ClientWorld;
let account: RelayAccount;
beforeAll(async () => {
  world = await openClientWorld();
  account = await world.register('anna');
});
afterAll(() => world.close());

describe('a relay that goes away', () => {
  it('killed and started again, is connected within 5 s after it is up, when the link is woken [req 37]', async () => {
    const { link, states } = await world.link(account);
    await world.end('SIGKILL');
    await until('the loss', () => link.state().phase === 'offline');
    expect(states.at(-1)).toMatchObject({ code: 'relay/unreachable' });
    // Long enough for the pauses to grow.
    await until('three tries', () => states.filter(({ phase }) => phase === 'connecting').length >= 4);
    await world.startAgain();
    const since = performance.now();
    link.wake();
    await until('it to be back', () => link.state().phase === 'online');
    const took = performance.now() - since;
    console.log(`back ${Math.round(took)} ms after the relay was up`);
    expect(took).toBeLessThan(5_000);
    link.stop();
  });

  it('draining, tells so first, and is connected again by itself when it is up', async () => {
    const { link, states, frames } = await world.link(account);
    await world.end('SIGTERM');
    expect(frames).toContainEqual({ kind: 'notice', code: 'relay/draining' });
    const lost = await until('the loss', () => states.find(({ phase }) => phase === 'offline'));
    expect(lost).toMatchObject({ code: 'relay/draining' });
    await world.startAgain();
    await until('it to be back', () => link.state().phase === 'online', { within: 30_000 });
    link.stop();
  });

  it('in the middle of a question, leaves nobody waiting for the answer', async () => {
    const { link } = await world.link(account);
    const asked = Array.from({ length: 50 }, () => link.ask('devices.list', undefined));
    const ends = Promise.allSettled(asked);
    await world.end('SIGKILL');
    for (const end of await ends) {
      if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'relay/unreachable' });
    }
    await expect(link.ask('devices.list', undefined)).rejects.toMatchObject({ code: 'relay/unreachable' });
    await world.startAgain();
  });
});
