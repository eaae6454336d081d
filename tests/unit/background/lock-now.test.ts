import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LockParts, lockNow } from '../../../lib/background/lock-now';

const partsWith = (calls: () => Promise<void>, chat: () => Promise<void>) => {
  const done: string[] = [];
  const parts: LockParts = {
    calls: { events: { onLocking: () => calls().then(() => void done.push('calls')) } },
    chat: { events: { onLocking: () => chat().then(() => void done.push('chat')) } },
    autoLock: {
      lockNow: async () => {
        done.push('locked');
      },
    },
    onFailure: () => done.push('failure'),
  };
  return { parts, done };
};
const soon = async () => undefined;

describe('a person who locks [req 4]', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('ends the call and what is without trace first, while others can be told', async () => {
    const { parts, done } = partsWith(soon, soon);
    await lockNow(parts);
    expect(done).toEqual(['calls', 'chat', 'locked']);
  });

  it('has keys that are locked, though a goodbye hangs', async () => {
    const { parts, done } = partsWith(
      () => new Promise(() => undefined),
      () => new Promise(() => undefined),
    );
    const locking = lockNow(parts);
    await vi.advanceTimersByTimeAsync(3_000);
    await locking;
    expect(done).toEqual(['locked']);
  });

  it('has keys that are locked, though a goodbye fails', async () => {
    const { parts, done } = partsWith(() => Promise.reject(new Error('no')), soon);
    await lockNow(parts);
    expect(done).toEqual(['failure', 'chat', 'locked']);
  });
});
