import type { After } from '../../../lib/chat/no-trace/contract';

/** A clock and its timers, moved by hand. */
export function createHandClock() {
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();
  let moved = 0;
  const after: After = (ms, run) => {
    const timer = { at: moved + ms, run };
    timers.add(timer);
    return () => timers.delete(timer);
  };
  return {
    after,
    now: () => performance.now() + moved,
    /** Runs what falls due, in its order. */
    pass(ms: number): void {
      const end = moved + ms;
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
        if (next === undefined) break;
        timers.delete(next);
        moved = next.at;
        next.run();
      }
      moved = end;
    },
  };
}
