import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createWaker } from '../../../lib/background/waker';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function createWorld() {
  const alarms: number[] = [];
  const runs: number[] = [];
  let ring: (name: string) => void = () => undefined;
  const waker = createWaker({
    alarms: {
      set: async (_name, at) => void alarms.push(at),
      onAlarm: (listener) => {
        ring = listener;
      },
    },
    now: () => Date.now(),
    work: async () => void runs.push(Date.now()),
    onFailure: (error) => {
      throw error;
    },
  });
  return { waker, alarms, runs, ring: (name: string) => ring(name), start: Date.now() };
}

it('wakes at the earliest moment that was asked for, to the millisecond, and then every minute', async () => {
  const { waker, runs, start } = createWorld();
  waker.wakeAt(start + 30_000);
  waker.wakeAt(start + 2_000);
  waker.wakeAt(start + 40_000);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(runs).toEqual([start + 2_000]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(runs).toEqual([start + 2_000, start + 62_000]);
});

it('sets an alarm beside its timer, for a background that dies, and runs when it rings', async () => {
  const { waker, alarms, runs, ring, start } = createWorld();
  waker.wakeAt(start + 5_000);
  expect(alarms).toEqual([start + 5_000]);
  ring('another');
  ring('chat');
  await vi.advanceTimersByTimeAsync(0);
  expect(runs).toEqual([start]);
});

it('looks after a minute at the latest, whatever the clock does', async () => {
  const { waker, runs, start } = createWorld();
  waker.wakeAt(start + 10 * 60_000);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(runs).toEqual([start + 60_000]);
});
