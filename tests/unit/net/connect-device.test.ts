import { describe, expect, it, vi } from 'vitest';
import { encode } from '../../../lib/core/wire/encode';
import type { ClientFrame, RelayFrame } from '../../../lib/core/wire/frames';
import type { MessageId, UserId } from '../../../lib/core/wire/ids';
import { REQUESTS } from '../../../lib/core/wire/requests';
import { resumeStatement } from '../../../lib/core/wire/resume';
import { connectDevice } from '../../../lib/net/connect-device';
import type { RelayAccount } from '../../../lib/net/contract';
import { makeDeviceKey } from '../../../lib/net/device-key';
import { createRelayLink } from '../../../lib/net/relay-link';
import { until } from '../../support/wait';
import { type FakeWebSocket, fakeWebSockets, HELLO } from './fake-web-socket';

const CHALLENGE = new Uint8Array(32).fill(7);
const { input, output } = REQUESTS['account.resume'];

const accountAt = async (relay: string): Promise<RelayAccount> => ({
  relay,
  user: 'anna.k7m2q' as UserId,
  ...(await makeDeviceKey()),
});
const requestOf = (web: FakeWebSocket) =>
  until('the question', () =>
    web.sent.find((frame): frame is Extract<ClientFrame, { kind: 'request' }> => frame.kind === 'request'),
  );
const deliver = (digit: string): RelayFrame => ({
  kind: 'deliver',
  id: digit.repeat(32) as MessageId,
  at: 1,
  payload: new Uint8Array(3),
});
const done = (request: number, device: string, code = ''): RelayFrame => ({
  kind: 'reply',
  request,
  code,
  waitMs: 0,
  output: code === '' ? encode(output, { device: device as RelayAccount['device'] }) : new Uint8Array(0),
});

async function asked(relay = 'https://relay.example.org:8470') {
  const { made, ports } = fakeWebSockets();
  const account = await accountAt(relay);
  const stop = new AbortController();
  const connecting = connectDevice(account, ports, stop.signal);
  connecting.catch(() => undefined);
  const [web] = made as [FakeWebSocket];
  web.open();
  web.arrive({ ...HELLO, challenge: CHALLENGE });
  return { web, account, connecting, stop, frame: await requestOf(web) };
}

describe('a device that comes back', () => {
  it('signs the challenge for the host and port that it reached, with its own key', async () => {
    const { frame, account } = await asked();
    expect(frame.type).toBe(REQUESTS['account.resume'].type);
    const expected = { user: account.user, deviceKey: account.devicePublic };
    const statement = resumeStatement({ relay: 'relay.example.org:8470', challenge: CHALLENGE, ...expected });
    const key = await crypto.subtle.importKey('raw', account.devicePublic.slice(), 'Ed25519', false, ['verify']);
    const said = encode(input, { ...expected, signature: new Uint8Array(64) });
    // All but the signature, which is the end of it.
    expect(frame.input.subarray(0, -64)).toEqual(said.subarray(0, -64));
    expect(await crypto.subtle.verify('Ed25519', key, frame.input.slice(-64), statement)).toBe(true);
  });

  it('ends where the relay says that it is another device', async () => {
    const { web, connecting, frame } = await asked();
    web.arrive(done(frame.request, 'f'.repeat(32)));
    await expect(connecting).rejects.toMatchObject({ code: 'relay/broken' });
    expect(web.readyState).toBe(3);
  });

  it.each([
    ['relay/login-failed', 'relay/device-refused'],
    ['relay/revoked', 'relay/revoked'],
    ['relay/waiting', 'relay/waiting'],
    ['relay/wait', 'relay/wait'],
  ])('is told %s as %s, and hangs up', async (said, code) => {
    const { web, connecting, frame } = await asked();
    web.arrive(done(frame.request, '', said));
    await expect(connecting).rejects.toMatchObject({ code });
    expect(web.readyState).toBe(3);
  });

  it('stops at once when it is told to, in the middle', async () => {
    const { web, connecting, stop } = await asked();
    stop.abort();
    await expect(connecting).rejects.toMatchObject({ code: 'bus/cancelled' });
    expect([web.readyState, web.listeners]).toEqual([3, 0]);
  });

  it('is told why where the relay closes the socket in place of an answer', async () => {
    const { web, connecting } = await asked();
    web.hangUp('relay/not-logged-in', 4_002);
    await expect(connecting).rejects.toMatchObject({ code: 'relay/not-logged-in' });
  });
});

describe('a link over a socket', () => {
  it('gives what came before, with and after the answer in order, and only once it says that it is online', async () => {
    const { made, ports } = fakeWebSockets();
    const account = await accountAt('https://relay.example.org');
    const link = createRelayLink(ports);
    const seen: string[] = [];
    link.onState(({ phase }) => seen.push(phase));
    link.onFrames((frames) =>
      seen.push(...frames.map((frame) => (frame.kind === 'deliver' ? frame.id.slice(0, 1) : '?'))),
    );
    link.start(account);
    const web = await until('a socket', () => made[0]);
    web.open();
    web.arrive({ ...HELLO, challenge: CHALLENGE }, deliver('1'));
    const { request } = await requestOf(web);
    web.arrive(deliver('2'), done(request, account.device), deliver('3'));
    web.arrive(deliver('4'));
    await until('it to be online', () => link.state().phase === 'online');
    web.arrive(deliver('5'));
    expect(seen).toEqual(['connecting', 'online', '1', '2', '3', '4', '5']);
    link.stop();
    expect([web.readyState, web.listeners]).toEqual([3, 0]);
  });

  it('notices within 40 s that the other end is gone without a word', async () => {
    const { made, ports } = fakeWebSockets();
    const account = await accountAt('https://relay.example.org');
    const link = createRelayLink(ports);
    link.start(account);
    const web = await until('a socket', () => made[0]);
    web.open();
    web.arrive({ ...HELLO, challenge: CHALLENGE });
    const { request } = await requestOf(web);
    vi.useFakeTimers();
    try {
      web.arrive(done(request, account.device));
      await vi.advanceTimersByTimeAsync(0);
      expect(link.state().phase).toBe('online');
      await vi.advanceTimersByTimeAsync(39_999);
      expect(link.state().phase).toBe('online');
      await vi.advanceTimersByTimeAsync(1);
      expect(link.state()).toMatchObject({ phase: 'offline', code: 'relay/unreachable' });
      link.stop();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
