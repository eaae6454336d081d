/** Alarms of browsers are late by up to a minute, and outlive the background; timers are exact, and do not. */
type Alarms = {
  set(name: string, at: number): Promise<void>;
  onAlarm(listener: (name: string) => void): void;
};

const ALARM = 'chat';
/** While there is an account, at least this often: a lost connection is tried again even where the background died. */
const AT_LEAST_MS = 60_000;

export type Waker = {
  /** The earliest moment that was asked for wins. */
  wakeAt(at: number): void;
};

/** Wakes `work` when somebody asked for it, and every minute. Call it in the first turn of the background. */
export function createWaker(ports: {
  readonly alarms: Alarms;
  readonly now: () => number;
  readonly work: () => Promise<void>;
  readonly onFailure: (error: unknown) => void;
}): Waker {
  const { alarms, now, onFailure } = ports;
  let next = Number.POSITIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const run = (): void => {
    next = Number.POSITIVE_INFINITY;
    clearTimeout(timer);
    ports
      .work()
      .catch(onFailure)
      .finally(() => wakeAt(now() + AT_LEAST_MS));
  };
  const wakeAt = (at: number): void => {
    if (at >= next) return;
    next = at;
    clearTimeout(timer);
    timer = setTimeout(run, Math.min(Math.max(0, at - now()), AT_LEAST_MS));
    alarms.set(ALARM, at).catch(onFailure);
  };
  alarms.onAlarm((name) => {
    if (name === ALARM) run();
  });
  return { wakeAt };
}
