import type { ErrorCode } from './error-codes';
import { toErrorCode } from './errors';

export type SaveState =
  | { readonly step: 'untouched' }
  | { readonly step: 'waiting' }
  | { readonly step: 'saving' }
  | { readonly step: 'kept'; readonly at: number }
  | { readonly step: 'failed'; readonly code: ErrorCode };

export type AutosavePorts<T> = {
  /** The newest state of what is written. */
  readonly take: () => T;
  readonly save: (value: T) => Promise<unknown>;
  readonly now: () => number;
  /** Answers the way to cancel. */
  readonly later: (work: () => void, afterMs: number) => () => void;
  readonly everyMs: number;
  readonly onState: (state: SaveState) => void;
};

export type Autosave = {
  /** Something was written: it is saved at the latest `everyMs` from now. */
  changed(): void;
  /** Saves what is unsaved and waits for it; fails with the code of the save. */
  flush(): Promise<void>;
  /** The page is going away: what is unsaved leaves at once, even while an older save is under way. */
  hurry(): void;
  stop(): void;
  readonly dirty: boolean;
};

/**
 * When a draft is saved. Saves never overlap, so that an older one cannot land on a newer one, and the newest state
 * is what every save takes. A save that failed is tried again after the same pause; the text stays meanwhile.
 */
export function createAutosave<T>({ take, save, now, later, everyMs, onState }: AutosavePorts<T>): Autosave {
  let version = 0;
  let savedVersion = 0;
  let running: Promise<void> | undefined;
  let cancelTimer: (() => void) | undefined;
  let stopped = false;

  const plan = (): void => {
    if (stopped || cancelTimer !== undefined) return;
    cancelTimer = later(() => {
      cancelTimer = undefined;
      flush().catch(() => undefined);
    }, everyMs);
  };
  const unplan = (): void => {
    cancelTimer?.();
    cancelTimer = undefined;
  };

  const saveOnce = async (): Promise<void> => {
    const saving = version;
    onState({ step: 'saving' });
    try {
      await save(take());
    } catch (error) {
      if (!stopped) onState({ step: 'failed', code: toErrorCode(error) });
      plan();
      throw error;
    }
    savedVersion = Math.max(savedVersion, saving);
    if (stopped) return;
    onState(version === savedVersion ? { step: 'kept', at: now() } : { step: 'waiting' });
  };

  const flush = async (): Promise<void> => {
    while (running !== undefined) await running.catch(() => undefined);
    if (stopped || version === savedVersion) return;
    unplan();
    running = saveOnce();
    try {
      await running;
    } finally {
      running = undefined;
      if (version !== savedVersion) plan();
    }
  };

  return {
    changed() {
      if (stopped) return;
      version += 1;
      if (running === undefined) onState({ step: 'waiting' });
      plan();
    },
    flush,
    hurry() {
      if (stopped || version === savedVersion) return;
      const saving = version;
      // Nobody will be here to hear the answer; if somebody is, it counts.
      save(take()).then(
        () => {
          savedVersion = Math.max(savedVersion, saving);
          if (!stopped && version === savedVersion) onState({ step: 'kept', at: now() });
        },
        () => undefined,
      );
    },
    stop() {
      stopped = true;
      unplan();
    },
    get dirty() {
      return version !== savedVersion;
    },
  };
}
