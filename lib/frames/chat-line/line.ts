import type { Fingerprint } from '../../core/brand';
import type { ErrorCode } from '../../core/error-codes';
import { toErrorCode } from '../../core/errors';
import type { LineView } from '../../core/webchat';
import type { FramePorts } from '../shared/ports';
import { createStore, type Store } from '../shared/store';
import { whenOffered } from '../shared/when-offered';

export type LineState = { readonly kind: 'opening' } | { readonly kind: 'failed'; readonly code: ErrorCode } | LineView;

export type Line = {
  readonly state: Store<LineState>;
  open(): Promise<void>;
  unlock(): Promise<void>;
  showCertificate(fingerprint: Fingerprint): Promise<void>;
  stop(): void;
};

/**
 * What one line frame knows. There are many of them in a page, so that each asks again only for what can have changed;
 * an answer that fails takes the words off the screen.
 */
export function createLine({ ticket, call, onBusEvent, later }: FramePorts): Line {
  const state = createStore<LineState>({ kind: 'opening' });
  let asked = 0;
  let wasOpened = false;

  const open = async (): Promise<void> => {
    const mine = ++asked;
    const ask = () => call('chatLine.open', { ticket });
    const next = await (wasOpened ? ask() : whenOffered(ask, later)).then((view): LineState => view, failed);
    if (mine !== asked) return;
    wasOpened = true;
    state.set(next);
  };
  const quietly = (work: Promise<unknown>): Promise<void> =>
    work.then(
      () => undefined,
      () => undefined,
    );

  const stop = onBusEvent((event) => {
    if (
      event === 'vault' ||
      (event === 'webchat' && mayGoOn(state.get())) ||
      (event === 'contacts' && names(state.get()))
    )
      open().catch(() => undefined);
  });

  return {
    state,
    open,
    stop,
    unlock: () => quietly(call('frame.openWindow', { window: 'unlock' })),
    showCertificate: (fingerprint) => quietly(call('frame.openCertificate', { fingerprint })),
  };
}

const failed = (error: unknown): LineState => {
  const code = toErrorCode(error);
  return code === 'vault/locked' ? { kind: 'locked' } : { kind: 'failed', code };
};

/** What may open, or be said otherwise, when a talk goes on. */
const mayGoOn = (state: LineState): boolean =>
  state.kind === 'step' ||
  state.kind === 'failed' ||
  (state.kind === 'not-opened' && state.again) ||
  (state.kind === 'text' && state.way === 'no-trace');

/** What says how sure somebody is: a decision changes it. */
const names = (state: LineState): boolean =>
  state.kind === 'step' || state.kind === 'not-opened' || (state.kind === 'text' && !state.mine);
