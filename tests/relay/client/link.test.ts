import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket as HeaderSocket } from 'ws';
import { connectDevice } from '../../../lib/net/connect-device';
import { newMessageId, sealedPayload } from '../../support/relay/payload';
import { until } from '../../support/wait';
import { type ClientWorld, openClientWorld } from './client-world';
import { openRoughProxy } from './rough-proxy';

let world: ClientWorld;
beforeAll(async () => {
  world = await openClientWorld();
});
afterAll(() => world.close());

const isDelivered = (id: string) => (frame: { kind: string }) =>
  frame.kind === 'status' && 'state' in frame && frame.state === 'delivered' && 'id' in frame && frame.id === id;

describe('a link to a real relay', () => {
  it('comes back as the device that registered, and carries a message and its receipt', async () => {
    const [anna, bob] = await Promise.all([world.register('anna'), world.register('bob')]);
    const from = await world.link(anna);
    const to = await world.link(bob);
    expect(from.states.map(({ phase }) => phase)).toEqual(['connecting', 'online']);
    const id = newMessageId();
    const payload = sealedPayload();
    expect(from.link.send([{ kind: 'send', id, to: [bob.device], payload }])).toBe(true);
    const arrived = await until('the message', () => to.frames.find((frame) => frame.kind === 'deliver'));
    expect(arrived).toMatchObject({ id, payload });
    to.link.send([{ kind: 'acknowledge', ids: [id] }]);
    await until('the receipt', () => from.frames.find(isDelivered(id)));
  });

  it('gets what came while it was away, the moment it is back', async () => {
    const [anna, bob] = await Promise.all([world.register('anna'), world.register('bob')]);
    const from = await world.link(anna);
    const to = await world.link(bob);
    to.link.stop();
    const ids = Array.from({ length: 300 }, newMessageId);
    for (const id of ids) from.link.send([{ kind: 'send', id, to: [bob.device], payload: sealedPayload() }]);
    await until('all to be stored', () => from.frames.filter(({ kind }) => kind === 'status').length >= 300);
    to.link.start(bob);
    await until('all of them', () => to.frames.filter(({ kind }) => kind === 'deliver').length === 300);
    // Nothing arrives before it is known that one is online.
    expect(to.link.state()).toEqual({ phase: 'online' });
    expect(new Set(to.frames.flatMap((frame) => (frame.kind === 'deliver' ? [frame.id] : []))).size).toBe(300);
  });

  it('stops when another device removes it, and says so also when it comes back', async () => {
    const first = await world.register('anna');
    const second = await world.accounts.logIn({
      relay: world.origin,
      user: first.user,
      password: 'correct horse battery',
    });
    const mine = await world.link(first);
    const other = await world.link(second);
    await other.link.ask('devices.revoke', { device: first.device });
    await until('the end', () => mine.link.state().phase === 'stopped');
    expect(mine.link.state()).toEqual({ phase: 'stopped', code: 'relay/revoked' });
    mine.link.wake();
    expect(mine.link.state().phase).toBe('stopped');
    mine.link.start(first);
    await until('the refusal', () => mine.states.filter(({ phase }) => phase === 'stopped').length === 2);
    expect(mine.states.at(-1)).toEqual({ phase: 'stopped', code: 'relay/revoked' });
  });

  it('stops where the same device connects elsewhere, until a person takes it back', async () => {
    const anna = await world.register('anna');
    const here = await world.link(anna);
    const there = await world.link(anna);
    await until('the end', () => here.link.state().phase === 'stopped');
    expect(here.link.state()).toEqual({ phase: 'stopped', code: 'relay/replaced' });
    here.link.wake();
    expect([here.link.state().phase, there.link.state().phase]).toEqual(['stopped', 'online']);
    here.link.wake('person');
    await until('it to be here', () => here.link.state().phase === 'online');
    await until('it to end there', () => there.link.state().phase === 'stopped');
  });

  it('is refused, and says what to do, where its key is not the one it says', async () => {
    const [anna, bob] = await Promise.all([world.register('anna'), world.register('bob')]);
    const forged = { ...anna, deviceKey: bob.deviceKey };
    await expect(connectDevice(forged, {}, new AbortController().signal)).rejects.toMatchObject({
      code: 'relay/device-refused',
    });
  });

  it('proves itself to the relay that it means: a relay in the middle, by another name, gets nothing of use', async () => {
    const anna = await world.register('anna');
    const middle = await openRoughProxy(world.origin);
    // It hands on every octet, the challenge too, but cannot make the client sign the name of the relay behind it.
    const host = new URL(world.origin).host;
    const WebSocket = class extends HeaderSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol, { headers: { host } });
      }
    } as never;
    try {
      const connecting = connectDevice({ ...anna, relay: middle.origin }, { WebSocket }, new AbortController().signal);
      await expect(connecting).rejects.toMatchObject({ code: 'relay/device-refused' });
    } finally {
      middle.close();
    }
  });

  it('notices within 10 s that the network died without a word, when it is woken, and comes back', async () => {
    const proxy = await openRoughProxy(world.origin);
    try {
      const anna = await world.register('anna', proxy.origin);
      const { link, states } = await world.link(anna);
      proxy.freeze();
      const since = performance.now();
      link.wake();
      await until('the loss', () => link.state().phase === 'offline', { within: 20_000 });
      expect(performance.now() - since).toBeGreaterThan(9_000);
      expect(states.at(-1)).toMatchObject({ phase: 'offline', code: 'relay/unreachable' });
      proxy.thaw();
      await until('it to be back', () => link.state().phase === 'online', { within: 25_000 });
    } finally {
      proxy.close();
    }
  });
});
