/** Wakes one piece of work while this background lives; `wakeAt` is there for when it does not. */
export type Timer = {
  /** At this moment, or earlier if an earlier one was asked for. */
  arm(at: number): void;
  stop(): void;
};

/** Browsers take 31 bits: what is further away is looked at again then. */
const LONGEST_MS = 2 ** 31 - 1;

export function createTimer(now: () => number, work: () => void): Timer {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due = Number.POSITIVE_INFINITY;
  const stop = (): void => {
    clearTimeout(timer);
    due = Number.POSITIVE_INFINITY;
  };
  return {
    arm(at) {
      if (at >= due) return;
      stop();
      due = at;
      timer = setTimeout(
        () => {
          due = Number.POSITIVE_INFINITY;
          work();
        },
        Math.min(Math.max(0, at - now()), LONGEST_MS),
      );
    },
    stop,
  };
}
