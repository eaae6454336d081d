/** What this module needs of the world: the same in a worker, in Node and in a test. */
export type OtrPorts = {
  /** Unpredictable octets, in an array of their own (`crypto.getRandomValues`): it is overwritten after use. */
  readonly random: (octets: number) => Uint8Array;
  /** Milliseconds. Decides when a heartbeat is due and when long work lets others run. */
  readonly now: () => number;
  /** Lets everything else that waits in this thread run once. */
  readonly pause: () => Promise<void>;
};

/** Called between the steps of long work. */
export type Breathe = () => Promise<void>;

/** A step is one exponentiation, about 7 ms; two of them fit, on a machine three times slower too. */
const LONGEST_MS = 10;

/** Pauses where the last pause is longer ago than a worker may be blocked. */
export function createBreathing({ now, pause }: Pick<OtrPorts, 'now' | 'pause'>): Breathe {
  let last = now();
  return async () => {
    // A clock that was set back counts as time passed.
    if (Math.abs(now() - last) < LONGEST_MS) return;
    await pause();
    last = now();
  };
}
