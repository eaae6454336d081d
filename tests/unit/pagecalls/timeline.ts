import { createRandom } from '../../support/channel/random';

type Event = { readonly at: number; readonly order: number; readonly run: () => Promise<void> | void };

/** Every microtask, and what waits for a Blob. */
const drain = async (): Promise<void> => {
  await new Promise<void>((resolve) => setImmediate(resolve));
};

/** A clock that stands still until it is moved, and what happens on it in order. */
export function createTimeline(seed: string, slowest = 220) {
  const random = createRandom(seed);
  let time = 1_700_000_000_000;
  let order = 0;
  let events: Event[] = [];
  const now = () => time;
  const chance = (below: number): number => new DataView(random(4).slice().buffer).getUint32(0) % below;

  return {
    now,
    random,
    chance,
    /** How long something is on its way. */
    delay: () => 20 + chance(slowest - 20),
    later(ms: number, run: () => Promise<void> | void): void {
      order += 1;
      events.push({ at: time + ms, order, run });
    },
    /** Lets time pass, with all that happens in it. */
    async run(ms: number): Promise<void> {
      const until = time + ms;
      for (;;) {
        await drain();
        const [next] = events.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at || a.order - b.order);
        if (next === undefined) break;
        events = events.filter((event) => event !== next);
        time = Math.max(time, next.at);
        // Not waited for: a background that was ended never answers.
        Promise.resolve(next.run()).catch(() => undefined);
      }
      time = until;
    },
  };
}

export type Timeline = ReturnType<typeof createTimeline>;
