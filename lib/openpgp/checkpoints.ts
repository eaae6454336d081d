import type { WorkOptions } from '../core/openpgp-port';
import { stopIfCancelled } from './attempt';

/** From this size on, each step takes long enough for somebody to press Cancel. */
const PAUSE_FROM = 1024 * 1024;

export type Checkpoint = (fraction: number) => Promise<void>;

/**
 * The places between the steps of a long work: tells how far it is, lets the thread hear what came in meanwhile (a
 * cancel among it), and throws `bus/cancelled` where it was.
 */
export function createCheckpoints(octets: number, options: WorkOptions): Checkpoint {
  return async (fraction) => {
    options.onProgress?.(fraction);
    if (octets >= PAUSE_FROM) await new Promise((resolve) => setTimeout(resolve));
    stopIfCancelled(options.signal);
  };
}
