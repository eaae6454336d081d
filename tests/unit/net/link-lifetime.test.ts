import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RelaySocket } from '../../../lib/net/contract';
import { createRelayLink } from '../../../lib/net/relay-link';
import { accountOf, type FakeRelaySocket, fakeRelaySocket } from './fake-relay-socket';
import { linkWorld as world } from './link-world';

const SECOND = 1_000;
const HOUR = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a link that is started and stopped', () => {
  it('leaves no timer and no connection behind, whenever it is stopped', async () => {
    const { link, online, sockets, signals, hang, fail, succeed, pass } = world();
    hang();
    link.start(accountOf());
    await pass(0);
    link.stop();
    await pass(0);
    expect([vi.getTimerCount(), link.state().phase]).toEqual([0, 'absent']);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
    fail('relay/unreachable');
    link.start(accountOf());
    await pass(2 * SECOND);
    link.stop();
    expect(vi.getTimerCount()).toBe(0);
    succeed();
    await pass(2 * SECOND);
    await online();
    link.wake();
    link.stop();
    link.stop();
    expect(vi.getTimerCount()).toBe(0);
    expect(sockets.every(({ isClosed }) => isClosed)).toBe(true);
    await pass(HOUR);
    expect(link.state().phase).toBe('absent');
  });

  it('closes what comes of a try that was stopped meanwhile', async () => {
    const sockets: FakeRelaySocket[] = [];
    let finish: (socket: RelaySocket) => void = () => undefined;
    const connect = () => new Promise<RelaySocket>((resolve) => (finish = resolve));
    const link = createRelayLink({ connect });
    link.start(accountOf());
    await vi.advanceTimersByTimeAsync(0);
    link.stop();
    sockets.push(fakeRelaySocket());
    finish(sockets[0] as RelaySocket);
    await vi.advanceTimersByTimeAsync(0);
    expect(sockets[0]?.isClosed).toBe(true);
    expect(link.state().phase).toBe('absent');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('started twice as the same device is one connection; as another device, the other', async () => {
    const { link, online, sockets, tries, pass } = world();
    await online();
    link.start(accountOf());
    link.start(accountOf());
    await pass(SECOND);
    expect(tries.length).toBe(1);
    await pass(5 * SECOND);
    link.start(accountOf('1'.repeat(32)));
    await pass(0);
    expect(sockets.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    expect(tries.length).toBe(2);
  });

  it('may be stopped by whoever hears of a state', async () => {
    for (const phase of ['connecting', 'online', 'offline', 'stopped']) {
      const { link, sockets, last, pass, phases } = world();
      link.onState((state) => {
        if (state.phase === phase) link.stop();
      });
      link.start(accountOf());
      await pass(0);
      if (phase === 'offline') last().hangUp('relay/unreachable');
      if (phase === 'stopped') last().hangUp('relay/replaced');
      await pass(HOUR);
      expect(phases().at(-1)).toBe('absent');
      expect(
        sockets.every(({ isClosed }) => isClosed),
        phase,
      ).toBe(true);
      expect(vi.getTimerCount(), phase).toBe(0);
    }
  });

  it('does not hammer where it is started and stopped again and again', async () => {
    const { link, tries, fail, pass } = world();
    fail('relay/replaced');
    for (let time = 0; time < 600; time++) {
      link.start(accountOf());
      await pass(50);
      link.start(accountOf());
      await pass(50);
    }
    expect(tries.length).toBeLessThanOrEqual(31);
  });
});
