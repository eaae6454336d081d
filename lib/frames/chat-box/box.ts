import type { Fingerprint } from '../../core/brand';
import { toErrorCode } from '../../core/errors';
import { tidied } from '../../core/message-text';
import type { BoxView } from '../../core/webchat';
import type { MessageId } from '../../core/wire/ids';
import type { FramePorts } from '../shared/ports';
import { createStore, type Store } from '../shared/store';
import { whenOffered } from '../shared/when-offered';
import {
  type BoxState,
  changeBetween,
  isPast,
  isWithoutTrace,
  type Panel,
  readinessOf,
  type Shown,
  withPart,
} from './box-state';
import { createDrafts } from './drafts';
import { createOutgoing, randomMessageId } from './outgoing';

/** What the person asks for with one press. */
export type BoxAct =
  | 'begin'
  | 'end'
  | 'publish'
  | 'pick'
  | 'stop-picking'
  | 'no-trace'
  | 'no-trace-end'
  | 'stop-comparing';
export type BoxWindow = 'unlock' | 'start' | 'keys' | 'contacts';

export type Box = {
  readonly state: Store<BoxState>;
  open(): Promise<void>;
  write(text: string): void;
  send(): Promise<void>;
  show(panel: Panel | undefined): void;
  act(what: BoxAct): Promise<void>;
  choose(fingerprint: Fingerprint): Promise<void>;
  /** Answers what they asked, else asks. The secret is kept nowhere. */
  compare(secret: string, question?: string): Promise<void>;
  showCertificate(fingerprint: Fingerprint): Promise<void>;
  openWindow(window: BoxWindow): Promise<void>;
  /** The page or tab is going away. */
  hurry(): void;
  stop(): void;
};

/**
 * What the box frame knows and does. What is written leaves it only over the bus. Locking takes it off the screen; so does
 * another conversation in the page, until the page comes back to this one.
 */
export function createBox(ports: FramePorts, newId: () => MessageId = randomMessageId): Box {
  const { ticket, call, onBusEvent, later } = ports;
  const state = createStore<BoxState>({ step: 'opening' });
  const drafts = createDrafts(ports);
  const outgoing = createOutgoing(newId);
  let asked = 0;
  let wasOpened = false;

  const shown = (): Shown | undefined => {
    const current = state.get();
    return current.step === 'shown' ? current : undefined;
  };
  const update = (change: (current: Shown) => Shown): void => {
    const current = shown();
    if (current !== undefined) state.set(change(current));
  };

  /** Draws a view: the text stays only where it is of the same place, and in sight. */
  const take = (view: BoxView): void => {
    const before = shown();
    if (view.phase !== 'unlocked') {
      drafts.cover();
      state.set({ step: 'shown', view, text: '', sending: false, busy: false, unsent: false });
      return;
    }
    const stays =
      before?.view.phase === 'unlocked' && changeBetween(before.view, view) !== 'webchat/moved' ? before : undefined;
    if (stays === undefined) {
      const text = drafts.begin(view.place, view.draft);
      state.set({ step: 'shown', view, text, sending: false, busy: false, unsent: false });
      return;
    }
    if (isWithoutTrace(view) && !isWithoutTrace(stays.view)) drafts.unkeep();
    const next = { ...stays, view };
    state.set(isPast(stays, view) ? withPart(next, 'panel', undefined) : next);
  };

  const ask = () => call('chatBox.open', { ticket });
  const open = async (): Promise<void> => {
    const mine = ++asked;
    try {
      const view = await (wasOpened ? ask() : whenOffered(ask, later));
      wasOpened = true;
      if (mine === asked) take(view);
    } catch (error) {
      // Fails closed: what was written waits, undrawn.
      if (mine === asked) state.set({ step: 'failed', code: toErrorCode(error) });
    }
  };
  const refresh = (): void => {
    open().catch(() => undefined);
  };

  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    if (shown()?.busy !== false) return;
    update((current) => ({ ...withPart(current, 'problem', undefined), busy: true }));
    try {
      await work();
      update((current) => ({ ...withPart(current, 'panel', undefined), busy: false }));
      refresh();
    } catch (error) {
      update((current) => ({ ...withPart(current, 'problem', toErrorCode(error)), busy: false }));
    }
  };

  /** The place that a press is about: the one on the screen. */
  const here = () => ({ ticket, locator: shown()?.view.place.locator ?? '' });

  const ACTS: Readonly<Record<BoxAct, () => Promise<unknown>>> = {
    begin: () => call('chatBox.begin', here()),
    end: () => call('chatBox.end', here()),
    publish: () => call('chatBox.publish', here()),
    pick: () => call('chatBox.pick', { ticket, stop: false }),
    'stop-picking': () => call('chatBox.pick', { ticket, stop: true }),
    'no-trace': () => call('chatBox.noTrace', { ...here(), on: true }),
    'no-trace-end': () => call('chatBox.noTrace', { ...here(), on: false }),
    'stop-comparing': () => call('chatBox.stopComparing', here()),
  };

  const send = async (): Promise<void> => {
    const seen = shown();
    if (seen === undefined || seen.sending || !readinessOf(seen).ready) return;
    const { locator } = seen.view.place;
    const words = tidied(seen.text);
    state.set({ ...withPart(seen, 'problem', undefined), sending: true });
    try {
      // The page may have gone to another conversation since this one was drawn: nobody gets what was meant for another.
      asked += 1;
      const now = await ask();
      const change = changeBetween(seen.view, now);
      if (change !== undefined) {
        update((current) => ({ ...current, sending: false }));
        take(now);
        update((current) => withPart(current, 'problem', change));
        return;
      }
      const { way, peer } = seen.view;
      if (way === 'none') return;
      await call('chatBox.send', {
        ticket,
        locator,
        message: outgoing.idFor(locator, words),
        text: words,
        way,
        ...(peer === undefined ? {} : { peer: peer.fingerprint }),
      });
      outgoing.sent();
      drafts.sent(seen.view.place, words);
      const after = shown();
      if (after === undefined || after.view.place.locator !== locator) return;
      // What was typed while it went out is the next message.
      const text = after.text.startsWith(seen.text) ? after.text.slice(seen.text.length) : after.text;
      drafts.write(text, !isWithoutTrace(after.view));
      state.set({ ...after, text, sending: false, unsent: false });
      refresh();
    } catch (error) {
      const code = toErrorCode(error);
      update((current) => ({ ...withPart(current, 'problem', code), sending: false, unsent: true }));
      refresh();
    }
  };

  const stopHearing = onBusEvent(refresh);
  return {
    state,
    open,
    send,
    write(text) {
      const current = shown();
      if (current?.view.phase !== 'unlocked') return;
      drafts.write(text, !isWithoutTrace(current.view));
      state.set({ ...withPart(current, 'problem', undefined), text, unsent: false });
    },
    show: (panel) => update((current) => withPart(withPart(current, 'problem', undefined), 'panel', panel)),
    act: (what) => attempt(ACTS[what]),
    choose: (fingerprint) => attempt(() => call('chatBox.choose', { ...here(), fingerprint })),
    compare: (secret, question) =>
      attempt(() => call('chatBox.compare', { ...here(), secret, ...(question === undefined ? {} : { question }) })),
    showCertificate: (fingerprint) => attempt(() => call('frame.openCertificate', { fingerprint })),
    openWindow: (window) => attempt(() => call('frame.openWindow', { window })),
    hurry: drafts.hurry,
    stop() {
      stopHearing();
      drafts.hurry();
      drafts.stop();
    },
  };
}
