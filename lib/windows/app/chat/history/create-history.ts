import type { ChatMessage, HistoryPage } from '../../../../core/chat';
import type { ErrorCode } from '../../../../core/error-codes';
import { toErrorCode } from '../../../../core/errors';
import { type Loaded, leavesGap, NOTHING, takeIn, withMessage } from './pages';

/** Messages of one page upwards, and of the newest page that is asked for again at each change. */
const PAGE = 100;
const NEWEST = 50;
/** The most that one question may ask for. */
const MOST = 500;

export type HistoryState = Loaded & {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly older: 'idle' | 'loading' | 'failed';
  readonly code?: ErrorCode;
};

/** Places of the first and last message in sight. */
export type Sight = { readonly first: number; readonly last: number };

export type HistoryPorts = {
  readonly ask: (before: number | undefined, limit: number) => Promise<HistoryPage>;
  readonly onChange: (state: HistoryState) => void;
};

export type HistoryLoader = {
  /** `unread` messages at least come with the first answer. */
  begin(unread: number): void;
  /** Something changed: the newest page, and what is in sight elsewhere, are asked for once, however often this is said. */
  changed(): void;
  /** What a person sees now; `undefined` at the newest message. */
  look(sight: Sight | undefined): void;
  loadOlder(): void;
  /** Loads back to this place. */
  reach(place: number): Promise<void>;
  put(message: ChatMessage): void;
  stop(): void;
};

/** The history of one conversation as far as a window has it. One question at a time. */
export function createHistory({ ask, onChange }: HistoryPorts): HistoryLoader {
  let state: HistoryState = { ...NOTHING, phase: 'loading', older: 'idle' };
  let sight: Sight | undefined;
  /** Everything from here on was told after the last change. */
  let freshFrom = 0;
  let looked: Sight | undefined;
  let first = NEWEST;
  let stopped = false;
  let queue: Promise<void> = Promise.resolve();
  let isPlanned = false;

  const set = (change: Partial<HistoryState>): void => {
    if (stopped) return;
    state = { ...state, ...change };
    onChange(state);
  };
  const fetch = async (before: number | undefined, limit: number): Promise<HistoryPage> => {
    const page = await ask(before, limit);
    set(takeIn(state, page, before));
    return page;
  };
  const inTurn = (work: () => Promise<void>, failed: (code: ErrorCode) => void): Promise<void> => {
    queue = queue.then(() => (stopped ? undefined : work())).catch((error: unknown) => failed(toErrorCode(error)));
    return queue;
  };

  /** A person reads further up while much arrives: what lies between is fetched, so that nothing is let go. */
  const closeGap = async (page: HistoryPage): Promise<HistoryPage> => {
    let joined = page;
    while (sight !== undefined && leavesGap(state, joined) && !stopped) {
      const older = await ask(joined.messages[0]?.place, MOST);
      // A page that leads nowhere ends this: what is older is loaded again by scrolling.
      if (older.messages.length === 0) return joined;
      joined = { messages: [...older.messages, ...joined.messages], more: older.more };
    }
    return joined;
  };
  const refreshNewest = async (): Promise<void> => {
    const page = await closeGap(await ask(undefined, first));
    first = NEWEST;
    freshFrom = page.more ? (page.messages[0]?.place ?? 0) : 0;
    looked = undefined;
    const { code: _, ...rest } = state;
    state = rest;
    set({ ...takeIn(state, page, undefined), phase: 'ready' });
  };
  const refreshSight = async (): Promise<void> => {
    const wanted = sight;
    if (wanted === undefined || wanted.first >= freshFrom) return;
    if (looked !== undefined && looked.first <= wanted.first && looked.last >= wanted.last) return;
    const page = await fetch(wanted.last + 1, PAGE);
    looked = { first: page.messages[0]?.place ?? 0, last: wanted.last };
  };
  const refresh = (): void => {
    if (isPlanned) return;
    isPlanned = true;
    void inTurn(
      async () => {
        isPlanned = false;
        await refreshNewest();
        await refreshSight();
      },
      (code) => {
        if (state.phase !== 'ready') set({ phase: 'failed', code });
      },
    );
  };

  return {
    begin: (unread) => {
      first = Math.min(MOST, NEWEST + unread);
      refresh();
    },
    changed: refresh,
    look: (next) => {
      sight = next;
      if (next !== undefined && next.first < freshFrom) void inTurn(refreshSight, () => undefined);
    },
    loadOlder: () => {
      if (state.older === 'loading' || !state.more || state.phase !== 'ready') return;
      set({ older: 'loading' });
      void inTurn(
        async () => {
          const oldest = state.messages[0]?.place;
          const page = await fetch(oldest, PAGE);
          if (oldest !== undefined && oldest <= freshFrom) freshFrom = page.messages[0]?.place ?? 0;
          set({ older: 'idle' });
        },
        () => set({ older: 'failed' }),
      );
    },
    reach: (place) =>
      inTurn(
        async () => {
          while (!stopped && state.more && place < (state.messages[0]?.place ?? 0)) {
            const { messages } = await fetch(state.messages[0]?.place, MOST);
            if (messages.length === 0) return;
          }
        },
        () => set({ older: 'failed' }),
      ),
    put: (message) => set(withMessage(state, message)),
    stop: () => {
      stopped = true;
    },
  };
}
