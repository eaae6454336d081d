import { randomFillSync } from 'node:crypto';
import type { OtrPorts } from '../../../lib/otr/ports';

/** Ports of a test: the clock moves by hand, and every array of randomness that was given out is kept to be looked at. */
export type TestPorts = OtrPorts & {
  readonly drawn: Uint8Array[];
  passMs(ms: number): void;
  /** How often the thread was given free. */
  readonly pauses: () => number;
};

/** `note` is given a copy of all randomness: what a test must know of a secret that is wiped afterwards. */
export function createTestPorts(note: (octets: Uint8Array) => void = () => undefined): TestPorts {
  const drawn: Uint8Array[] = [];
  let moved = 0;
  let pauses = 0;
  return {
    drawn,
    random(octets) {
      const array = randomFillSync(new Uint8Array(octets));
      drawn.push(array);
      note(array.slice());
      return array;
    },
    now: () => performance.now() + moved,
    async pause() {
      pauses += 1;
      await new Promise((resolve) => setImmediate(resolve));
    },
    passMs(ms) {
      moved += ms;
    },
    pauses: () => pauses,
  };
}
