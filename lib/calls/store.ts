import type { CallMemory } from './ports';
import { type CallsState, NO_CALLS } from './state';

const KEY = 'calls';
/** One more where the shape of CallsState changes: an update in the middle of a call begins without it. */
const VERSION = 2;

export type StateStore = {
  /** What a background before this one had; read once. */
  load(): Promise<CallsState>;
  save(state: CallsState): Promise<void>;
};

/** The state of our calls in session memory: gone with the browser, not with the background. */
export function createStateStore(memory: CallMemory): StateStore {
  return {
    async load() {
      const found = (await memory.get(KEY)) as { version?: unknown; state?: CallsState } | undefined;
      return found?.version === VERSION && found.state !== undefined ? found.state : NO_CALLS;
    },
    save: (state) => memory.set(KEY, { version: VERSION, state }),
  };
}
