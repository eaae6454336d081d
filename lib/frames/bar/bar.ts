import type { BarState } from '../../bus/views';
import type { ErrorCode } from '../../core/error-codes';
import { toErrorCode } from '../../core/errors';
import type { FramePorts } from '../shared/ports';
import { createStore, type Store } from '../shared/store';
import { barWords } from './bar-words';

export type BarView =
  | { readonly step: 'opening' }
  | { readonly step: 'failed'; readonly code: ErrorCode }
  | { readonly step: 'ready'; readonly bar: BarState };

export type Bar = {
  readonly state: Store<BarView>;
  refresh(): Promise<void>;
  open(): Promise<void>;
  openChat(): Promise<void>;
  lock(): Promise<void>;
  stop(): void;
};

/** The status bar: asks again whenever something changed. */
export function createBar({ ticket, call, onBusEvent }: FramePorts): Bar {
  const state = createStore<BarView>({ step: 'opening' });
  let asked = 0;

  const refresh = async (): Promise<void> => {
    const mine = ++asked;
    const next = await call('bar.state', { ticket }).then(
      (bar): BarView => ({ step: 'ready', bar }),
      (error: unknown): BarView => ({ step: 'failed', code: toErrorCode(error) }),
    );
    if (mine === asked) state.set(next);
  };
  const attempt = (work: () => Promise<unknown>): Promise<void> =>
    work().then(
      () => undefined,
      (error: unknown) => state.set({ step: 'failed', code: toErrorCode(error) }),
    );
  const stop = onBusEvent((event) => {
    // Nothing of a conversation without trace shows in a page, not even that something happens.
    if (event === 'no-trace') return;
    refresh().catch(() => undefined);
  });

  return {
    state,
    refresh,
    stop,
    open: () => {
      const current = state.get();
      const window = current.step === 'ready' ? barWords(current.bar).window : 'popup';
      return attempt(() => call('frame.openWindow', { window }));
    },
    openChat: () => attempt(() => call('frame.openWindow', { window: 'chat' })),
    lock: () => attempt(() => call('vault.lock')),
  };
}
