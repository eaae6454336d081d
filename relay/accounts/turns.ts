import { WaitError } from '../server/wait-error';

/** Runs one piece of work when it is its turn. Fails with a `WaitError` where too many wait already. */
export type Turns = <T>(work: () => T) => Promise<T>;

/** At about a millisecond each, what waits longer than this would wait in vain: the login would be cut off. */
const MOST_WAITING = 5_000;
const COME_BACK_MS = 5_000;

/**
 * One piece of work for each round of the event loop, first come first served: however many log in at once, frames
 * of others are read and written between any two of them. Measured with 2,000 logins at once, and one pair that sends
 * 600 octets to and fro on two cores: p99 of the pair 4-6 ms this way, 4-4.5 ms with a worker thread, 2,200 ms without
 * turns; all logins done after 2.5 s either way. So there is no worker.
 */
export function createTurns(most = MOST_WAITING): Turns {
  let waiting: Array<() => void> = [];
  let next = 0;

  const turn = (): void => {
    waiting[next++]?.();
    if (next < waiting.length) {
      setImmediate(turn);
      return;
    }
    waiting = [];
    next = 0;
  };

  return (work) =>
    new Promise((resolve, reject) => {
      if (waiting.length - next >= most) {
        reject(new WaitError(COME_BACK_MS));
        return;
      }
      const idle = waiting.length === 0;
      waiting.push(() => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      });
      if (idle) setImmediate(turn);
    });
}
