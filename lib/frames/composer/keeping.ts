import { type Autosave, createAutosave } from '../../core/autosave';
import type { DraftId } from '../../core/brand';
import type { Draft } from '../../core/compose';
import { LIMITS } from '../../core/limits';
import type { Writing } from './composer-state';
import type { Desk } from './desk';

/** Keeps the draft on the screen sealed on our side, whatever happens to frame, page, lock or browser. */
export type Keeping = {
  /** Begins to show a draft, and to keep it. */
  begin(first: Writing): void;
  changed(): void;
  flush(): Promise<void>;
  hurry(): void;
  /** The text that could not be saved before it was covered. */
  unsaved(id: DraftId): Draft | undefined;
  /** Nothing of the text stays in this frame. */
  forget(): void;
  stop(): void;
};

export function createKeeping({ ports, state, writing, update }: Desk): Keeping {
  const { ticket, call, now, later } = ports;
  let autosave: Autosave | undefined;
  /** The draft as it is now; covered by a lock and not yet saved, it waits here, undrawn. */
  let latest: Draft | undefined;
  const stopFollowing = state.subscribe(() => {
    latest = writing()?.draft ?? latest;
  });
  return {
    begin(first) {
      autosave?.stop();
      autosave = createAutosave({
        take: () => latest,
        save: async (draft) => {
          if (draft !== undefined) await call('composer.saveDraft', { ticket, draft });
        },
        now,
        later,
        everyMs: LIMITS.draftEveryMs,
        onState: (saved) => update((current) => ({ ...current, saved })),
      });
      state.set(first);
    },
    changed: () => autosave?.changed(),
    flush: async () => autosave?.flush(),
    hurry: () => autosave?.hurry(),
    unsaved: (id) => (latest?.id === id ? latest : undefined),
    forget() {
      latest = undefined;
    },
    stop() {
      autosave?.stop();
      stopFollowing();
    },
  };
}
