type TypingPorts = {
  readonly tell: (on: boolean) => void;
  readonly now: () => number;
  /** Answers the way to cancel. */
  readonly later: (work: () => void, afterMs: number) => () => void;
};

export type TypingTeller = { typed(text: string): void; stop(): void };

/** Said again so often while somebody writes, and taken back after a pause. In milliseconds. */
const EVERY = 4_000;
const PAUSE = 6_000;

/** Tells the other side that somebody writes, and that they stopped: seldom, whatever is typed. */
export function createTypingTeller({ tell, now, later }: TypingPorts): TypingTeller {
  let toldAt: number | undefined;
  let cancel: (() => void) | undefined;
  const stop = (): void => {
    cancel?.();
    cancel = undefined;
    if (toldAt === undefined) return;
    toldAt = undefined;
    tell(false);
  };
  return {
    typed: (text) => {
      if (text.trim() === '') return stop();
      cancel?.();
      cancel = later(stop, PAUSE);
      if (toldAt !== undefined && now() - toldAt < EVERY) return;
      toldAt = now();
      tell(true);
    },
    stop,
  };
}
