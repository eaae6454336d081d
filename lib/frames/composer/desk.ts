import { toErrorCode } from '../../core/errors';
import type { FramePorts } from '../shared/ports';
import { createStore, type Store } from '../shared/store';
import { type ComposerState, type Writing, withProblem } from './composer-state';

/** What the parts of the composer share: the state, and how it changes. */
export type Desk = {
  readonly ports: FramePorts;
  readonly state: Store<ComposerState>;
  /** The message on the screen; undefined while it is covered or gone. */
  writing(): Writing | undefined;
  update(change: (current: Writing) => Writing): void;
  /** Says what failed, beside the text. A lock is no failure: it covers. */
  report(error: unknown): void;
};

export function createDesk(ports: FramePorts, onLocked: () => void): Desk {
  const state = createStore<ComposerState>({ step: 'opening' });
  const writing = (): Writing | undefined => {
    const current = state.get();
    return current.step === 'writing' ? current : undefined;
  };
  const update = (change: (current: Writing) => Writing): void => {
    const current = writing();
    if (current !== undefined) state.set(change(current));
  };
  return {
    ports,
    state,
    writing,
    update,
    report(error) {
      const code = toErrorCode(error);
      if (code === 'vault/locked') onLocked();
      else update((current) => withProblem(current, code));
    },
  };
}
