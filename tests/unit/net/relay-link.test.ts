import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ErrorCode } from '../../../lib/core/error-codes';
import { AppError } from '../../../lib/core/errors';
import type { RelayFrame } from '../../../lib/core/wire/frames';
import { accountOf } from './fake-relay-socket';
import { linkWorld as world } from './link-world';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const NOTICE: RelayFrame = { kind: 'notice', code: 'relay/waiting' };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a link that cannot connect', () => {
  it.each([
    ['with the worst luck', () => 0, 640],
    ['with mean luck', () => 0.5, 130],
    ['with any luck', Math.random, 300],
  ])('tries %s a bounded number of times in an hour, and goes on for ever', async (_luck, random, most) => {
    const { link, tries, fail, pass } = world({ random });
    fail('relay/unreachable');
    link.start(accountOf());
    await pass(HOUR);
    expect(tries.length).toBeGreaterThan(50);
    expect(tries.length).toBeLessThanOrEqual(most);
    // The first seconds may be quicker than the rest, never a burst.
    expect(tries.filter((at) => at - (tries[0] as number) < 10 * SECOND).length).toBeLessThanOrEqual(10);
    await pass(999 * MINUTE);
    expect(tries.length).toBeGreaterThan(1_000);
    link.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says when it tries again, and does so then', async () => {
    const { link, tries, fail, pass } = world();
    fail('relay/unreachable');
    link.start(accountOf());
    await pass(0);
    const state = link.state();
    if (state.phase !== 'offline') throw new Error(state.phase);
    expect(state.code).toBe('relay/unreachable');
    await pass(state.nextTry - Date.now() - 1);
    expect(tries.length).toBe(1);
    await pass(1);
    expect(tries.length).toBe(2);
  });

  it('is not woken more often than every two seconds, however hard it is shaken', async () => {
    const { link, tries, fail, pass } = world();
    fail('relay/unreachable');
    link.start(accountOf());
    for (let time = 0; time < 6_000; time++) {
      link.wake();
      link.wake('person');
      await pass(100);
    }
    const gaps = tries.slice(1).map((at, index) => at - (tries[index] as number));
    expect(tries.length).toBeGreaterThan(250);
    expect(tries.length).toBeLessThanOrEqual(303);
    // The first two pauses of the backoff itself are shorter.
    expect(Math.min(...gaps.slice(2))).toBeGreaterThanOrEqual(2 * SECOND);
  });

  it('tells a storm of triggers once that the next try is sooner', async () => {
    const { link, states, tries, fail, pass } = world({ random: () => 0.999 });
    fail('relay/unreachable');
    link.start(accountOf());
    while (tries.length < 6) await pass(100);
    const before = states.length;
    for (let time = 0; time < 1_000; time++) link.wake();
    expect(states.slice(before)).toMatchObject([{ phase: 'offline', code: 'relay/unreachable' }]);
    expect(tries.length).toBe(6);
  });

  it('tries at once when it is woken after a long pause, and within two seconds after a short one', async () => {
    const { link, tries, fail, succeed, pass } = world({ random: () => 0.999 });
    fail('relay/unreachable');
    link.start(accountOf());
    await pass(2 * MINUTE + 5 * SECOND);
    succeed();
    const before = tries.length;
    link.wake();
    await pass(2 * SECOND);
    expect(tries.length).toBe(before + 1);
    expect(link.state().phase).toBe('online');
  });

  it('waits as long as the relay asks, whatever wakes it, but for a person', async () => {
    const { link, tries, fail, pass } = world({ random: () => 0 });
    fail('relay/wait', 90 * SECOND);
    link.start(accountOf());
    for (let time = 0; time < 89; time++) {
      await pass(SECOND);
      link.wake();
    }
    expect(tries.length).toBe(1);
    link.wake('person');
    await pass(0);
    expect(tries.length).toBe(2);
    await pass(90 * SECOND);
    expect(tries.length).toBe(3);
  });

  it.each([365 * 24 * HOUR, HOUR, -HOUR, -365 * 24 * HOUR])('goes on when the clock jumps by %i ms', async (jump) => {
    const { link, tries, fail, succeed, pass } = world();
    fail('relay/unreachable');
    link.start(accountOf());
    await pass(MINUTE);
    vi.setSystemTime(Date.now() + jump);
    const before = tries.length;
    for (let time = 0; time < 10; time++) link.wake();
    await pass(2 * SECOND);
    expect(tries.length - before).toBeGreaterThanOrEqual(1);
    expect(tries.length - before).toBeLessThanOrEqual(2);
    succeed();
    await pass(2 * MINUTE);
    expect(link.state().phase).toBe('online');
  });
});

describe('a link that is connecting', () => {
  it('begins anew where the network changed, not sooner than after two seconds, and not at other triggers', async () => {
    const { link, tries, signals, hang, pass } = world();
    hang();
    link.start(accountOf());
    await pass(SECOND);
    link.wake('network');
    await pass(2 * SECOND);
    for (let time = 0; time < 100; time++) link.wake();
    expect(tries.length).toBe(1);
    for (let time = 0; time < 100; time++) link.wake('network');
    await pass(0);
    expect(tries.length).toBe(2);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });
});

describe('a link that is lost', () => {
  it('comes back after a short pause, at first', async () => {
    const { online, last, pass, phases } = world();
    await online();
    last().hangUp('relay/unreachable');
    await pass(SECOND);
    expect(phases()).toEqual(['connecting', 'online', 'offline', 'connecting', 'online']);
  });

  it('takes longer pauses where connections do not hold, and short ones again after one that did', async () => {
    const { link, online, last, pass, tries, phases } = world({ random: () => 0.999 });
    await online();
    for (let second = 0; second < 600; second++) {
      await pass(SECOND);
      if (phases().at(-1) !== 'online') continue;
      // A sign of life that was asked for is not yet a connection that held.
      link.wake();
      await pass(0);
      last().hangUp('relay/draining');
    }
    expect(tries.length).toBeGreaterThan(5);
    expect(tries.length).toBeLessThanOrEqual(18);
    while (phases().at(-1) !== 'online') await pass(SECOND);
    await pass(20 * SECOND);
    const before = tries.length;
    last().hangUp('relay/unreachable');
    await pass(SECOND);
    expect(tries.length).toBe(before + 1);
  });

  it.each<ErrorCode>(['relay/revoked', 'relay/replaced', 'relay/version', 'relay/device-refused', 'relay/address'])(
    'stops at %s, and only a person begins again',
    async (code) => {
      const { link, online, last, pass, tries } = world();
      await online();
      last().hangUp(code);
      expect(link.state()).toEqual({ phase: 'stopped', code });
      for (let time = 0; time < 100; time++) link.wake();
      await pass(HOUR);
      expect(tries.length).toBe(1);
      expect(vi.getTimerCount()).toBe(0);
      link.wake('person');
      await pass(2 * SECOND);
      expect(link.state()).toEqual({ phase: 'online' });
      last().hangUp(code);
      link.start(accountOf());
      await pass(2 * SECOND);
      expect(link.state()).toEqual({ phase: 'online' });
    },
  );

  it('stays stopped where it was before the background ended, until a person begins again', async () => {
    const { link, tries, pass } = world();
    link.start(accountOf(), 'relay/replaced');
    expect(link.state()).toEqual({ phase: 'stopped', code: 'relay/replaced' });
    for (let time = 0; time < 100; time++) link.wake();
    await pass(HOUR);
    expect([tries.length, vi.getTimerCount()]).toEqual([0, 0]);
    link.wake('person');
    await pass(0);
    expect(link.state()).toEqual({ phase: 'online' });
    // It is online: what was before says nothing any more.
    link.start(accountOf(), 'relay/replaced');
    expect(link.state()).toEqual({ phase: 'online' });
  });

  it('stops where the relay refuses the device when it comes back', async () => {
    const { link, fail, pass } = world();
    fail('relay/revoked');
    link.start(accountOf());
    await pass(0);
    expect(link.state()).toEqual({ phase: 'stopped', code: 'relay/revoked' });
  });
});

describe('a link that is online', () => {
  it('asks every 20 s for a sign of life, and takes a refusal for one', async () => {
    const { online, last, pass, link } = world();
    await online();
    last().answer = () => Promise.reject(new AppError('relay/waiting'));
    await pass(MINUTE);
    expect(last().asked).toEqual(['prekeys.count', 'prekeys.count', 'prekeys.count']);
    expect(link.state().phase).toBe('online');
  });

  it('asks at once when it is woken, once, and is lost where nothing comes for 10 s', async () => {
    const { online, sockets, last, pass, link, states } = world({ random: () => 0.999 });
    await online();
    last().answer = undefined;
    for (let time = 0; time < 1_000; time++) link.wake();
    expect(last().asked).toEqual(['prekeys.count']);
    await pass(10 * SECOND - 1);
    expect(link.state().phase).toBe('online');
    await pass(1);
    expect(states.at(-1)).toMatchObject({ phase: 'offline', code: 'relay/unreachable' });
    expect(sockets[0]?.isClosed).toBe(true);
  });

  it('asks one question at a time, and is not lost once that was answered', async () => {
    const { online, last, pass, link, phases } = world();
    await online();
    let answer: (output: unknown) => void = () => undefined;
    last().answer = () => new Promise((resolve) => (answer = resolve));
    await pass(20 * SECOND);
    for (let time = 0; time < 100; time++) link.wake();
    expect(last().asked).toHaveLength(1);
    answer({ left: 1 });
    await pass(15 * SECOND);
    expect(phases()).toEqual(['connecting', 'online']);
    link.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives frames after it said that it is online, and none of a connection that it left', async () => {
    const { link, online, last, frames, phases, sockets } = world();
    const seen: string[] = [];
    link.onState(({ phase }) => seen.push(phase));
    link.onFrames(() => seen.push('frames'));
    await online();
    last().arrive(NOTICE);
    expect(seen).toEqual(['connecting', 'online', 'frames']);
    link.stop();
    sockets[0]?.arrive(NOTICE);
    sockets[0]?.hangUp('relay/replaced');
    expect(frames).toEqual([NOTICE]);
    expect(phases()).toEqual(['connecting', 'online', 'absent']);
  });

  it('sends and asks over its socket, and says so at once where it has none', async () => {
    const { link, online, last } = world();
    expect(link.send([])).toBe(false);
    await expect(link.ask('prekeys.count', undefined)).rejects.toMatchObject({ code: 'relay/unreachable' });
    await online();
    expect(link.send([{ kind: 'acknowledge', ids: [] }])).toBe(true);
    expect(last().sent).toHaveLength(1);
    await expect(link.ask('prekeys.count', undefined)).resolves.toEqual({ left: 1 });
    last().hangUp('relay/unreachable');
    expect(link.send([])).toBe(false);
  });
});
