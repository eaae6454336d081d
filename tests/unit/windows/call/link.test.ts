import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LINK_LIMITS, type Link, watchLink } from '../../../../lib/windows/call/peer/link';
import { asConnection, FakeConnection } from '../../../support/calls-own/fake-connection';

function watched(polite = false) {
  const fake = new FakeConnection(1);
  const links: Link[] = [];
  let onNetwork = () => undefined as void;
  const watch = watchLink({
    connection: asConnection(fake),
    polite,
    onNetworkChange: (listener) => {
      onNetwork = listener;
      return () => {
        onNetwork = () => undefined;
      };
    },
    onLink: (link) => links.push(link),
  });
  return { fake, links, watch, changeNetwork: () => onNetwork() };
}

describe('the link of a call', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is lost where it never comes about, and says so once', () => {
    const { fake, links } = watched();
    fake.become('connecting');
    vi.advanceTimersByTime(LINK_LIMITS.lostMs);
    expect(links).toEqual(['lost']);
    fake.become('connected');
    expect(links).toEqual(['lost']);
  });

  it('begins ICE anew at once where it failed, and again until it is there', () => {
    const { fake, links } = watched();
    fake.become('connected');
    fake.become('failed');
    vi.advanceTimersByTime(0);
    expect(fake.restarts).toBe(1);
    vi.advanceTimersByTime(LINK_LIMITS.againMs);
    expect(fake.restarts).toBe(2);
    fake.become('connected');
    vi.advanceTimersByTime(10 * LINK_LIMITS.lostMs);
    expect(fake.restarts).toBe(2);
    expect(links).toEqual(['connected', 'reconnecting', 'connected']);
  });

  it('waits a moment where it is only silent, and longer on the side that was called', () => {
    for (const polite of [false, true]) {
      const { fake, watch } = watched(polite);
      fake.become('connected');
      fake.become('disconnected');
      const wait = LINK_LIMITS.silentMs + (polite ? LINK_LIMITS.politeMs : 0);
      vi.advanceTimersByTime(wait - 1);
      expect(fake.restarts).toBe(0);
      vi.advanceTimersByTime(1);
      expect(fake.restarts).toBe(1);
      watch.stop();
    }
  });

  it('begins anew in another network, but not before it was there at all', () => {
    const { fake, changeNetwork } = watched();
    changeNetwork();
    vi.advanceTimersByTime(0);
    expect(fake.restarts).toBe(0);
    fake.become('connected');
    changeNetwork();
    vi.advanceTimersByTime(0);
    expect(fake.restarts).toBe(1);
  });

  it('is over where it stays away, and nothing is tried after that', () => {
    const { fake, links } = watched();
    fake.become('connected');
    fake.become('disconnected');
    vi.advanceTimersByTime(LINK_LIMITS.lostMs);
    expect(links.at(-1)).toBe('lost');
    const { restarts } = fake;
    vi.advanceTimersByTime(LINK_LIMITS.lostMs);
    expect(fake.restarts).toBe(restarts);
  });
});
