import type { DraftId } from '../../core/brand';
import type { Draft, MailFormat, RecipientState } from '../../core/compose';
import { toErrorCode } from '../../core/errors';
import { LIMITS } from '../../core/limits';
import { toEmailAddress } from '../../core/parse';
import type { FramePorts } from '../shared/ports';
import { createStore, type Store } from '../shared/store';
import { type Autosave, createAutosave } from './autosave';
import {
  type ComposerState,
  everyoneOf,
  isWorthKeeping,
  mergeKnown,
  type RecipientField,
  readinessOf,
  type Writing,
  withProblem,
  withSending,
  writingFrom,
} from './composer-state';
import { readFiles } from './files';
import { draftOctets } from './readiness';
import { addRecipients, parseRecipients } from './recipients';

/** Typing an address asks only once it rests. In milliseconds. */
const LOOK_UP_AFTER_MS = 200;

export type Composer = {
  readonly state: Store<ComposerState>;
  open(): Promise<void>;
  write(change: Partial<Pick<Draft, 'subject' | 'text'>>): void;
  choose(format: MailFormat): void;
  show(field: 'cc' | 'bcc'): void;
  addRecipients(field: RecipientField, list: string): void;
  removeRecipient(field: RecipientField, address: string): void;
  addFiles(files: readonly File[]): Promise<void>;
  removeFile(index: number): void;
  lookAtRecipient(address: string): Promise<void>;
  resume(id: DraftId): Promise<void>;
  send(): Promise<void>;
  cancelSending(): void;
  close(): Promise<void>;
  askWithout(asked: boolean): void;
  writeWithout(): Promise<void>;
  makeKey(): Promise<void>;
  unlock(): Promise<void>;
  /** The page or tab is going away. */
  hurry(): void;
  stop(): void;
};

/**
 * What the composer frame knows and does. Plaintext leaves it only over the bus; it decides nothing about trust.
 * Locking takes the text off the screen, saved first; unlocking brings it back.
 */
export function createComposer(ports: FramePorts): Composer {
  const { ticket, call, onBusEvent, later, now } = ports;
  const state = createStore<ComposerState>({ step: 'opening' });
  let autosave: Autosave | undefined;
  /** The draft as it is now. Covered by a lock and not yet saved, it waits here, undrawn, for the unlocking. */
  let latest: Draft | undefined;
  let sending: AbortController | undefined;
  let cancelLookUp: (() => void) | undefined;

  const writing = (): Writing | undefined => {
    const current = state.get();
    return current.step === 'writing' ? current : undefined;
  };
  const update = (change: (current: Writing) => Writing): void => {
    const current = writing();
    if (current !== undefined) state.set(change(current));
  };
  const report = (error: unknown): void => {
    const code = toErrorCode(error);
    if (code === 'vault/locked') cover().catch(() => undefined);
    else update((current) => withProblem(current, code));
  };

  const stopFollowing = state.subscribe(() => {
    latest = writing()?.draft ?? latest;
  });

  /** Begins to show a draft, and to keep it. */
  const begin = (first: Writing): void => {
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
    lookUpSoon(first.draft, 0);
  };

  const open = async (): Promise<void> => {
    try {
      const opening = await call('composer.open', { ticket });
      const unsaved = latest?.id === opening.draft.id ? latest : undefined;
      begin(writingFrom(opening, unsaved));
      if (unsaved !== undefined) autosave?.changed();
    } catch (error) {
      const code = toErrorCode(error);
      const current = state.get();
      state.set(
        code === 'vault/locked'
          ? { step: 'locked', covering: current.step === 'locked' && current.covering }
          : { step: 'failed', code },
      );
    }
  };

  const cover = async (): Promise<void> => {
    if (writing() === undefined) return;
    state.set({ step: 'locked', covering: true });
    try {
      await autosave?.flush();
      if (state.get().step === 'locked') latest = undefined;
    } catch {
      // Not saved: it waits in `latest` until the keys are open again.
    }
  };

  const followVault = async (): Promise<void> => {
    const { phase } = await call('vault.state');
    const current = state.get();
    if (phase !== 'unlocked') return cover();
    if (current.step === 'locked' || (current.step === 'failed' && current.code.startsWith('vault/'))) await open();
  };

  /** My keys or settings changed: whether I can sign, and my phrase, are asked again; the text stays. */
  const refresh = async (): Promise<void> => {
    if (writing() === undefined) return;
    await autosave?.flush();
    const { canSign, phrase, recipients } = await call('composer.open', { ticket });
    update((current) => ({ ...current, canSign, phrase, known: mergeKnown(current.known, recipients) }));
  };

  const lookUp = async (addresses: readonly string[]): Promise<void> => {
    if (addresses.length === 0) return;
    const found: readonly RecipientState[] = await call('composer.lookUp', { addresses: [...addresses] });
    update((current) => ({ ...current, known: mergeKnown(current.known, found) }));
  };
  const lookUpSoon = (draft: Draft, afterMs = LOOK_UP_AFTER_MS): void => {
    cancelLookUp?.();
    const missing = () =>
      everyoneOf(writing()?.draft ?? draft).filter(
        (text) => toEmailAddress(text) !== undefined && !(writing()?.known.has(text) ?? false),
      );
    if (missing().length > 0) cancelLookUp = later(() => void lookUp(missing()).catch(report), afterMs);
  };

  const edit = (change: (draft: Draft) => Partial<Draft>): void => {
    const current = writing();
    if (current === undefined || current.sending !== undefined) return;
    const draft = { ...current.draft, ...change(current.draft), changedAt: now() };
    state.set(withProblem({ ...current, draft }, undefined));
    autosave?.changed();
    lookUpSoon(draft);
  };

  const leave = async (how: 'keep-draft' | 'write-without'): Promise<void> => {
    try {
      await autosave?.flush();
      await call('composer.close', { ticket, leave: how });
      autosave?.stop();
      state.set({ step: 'closed' });
    } catch (error) {
      report(error);
    }
  };

  /** Hidden copies that went out before the failure are written down in the stored draft: they must not go twice. */
  const takeOverCopies = async (): Promise<void> => {
    const { draft } = await call('composer.open', { ticket });
    update((current) => ({
      ...current,
      draft: { ...current.draft, copiesSent: [...new Set([...current.draft.copiesSent, ...draft.copiesSent])] },
    }));
  };

  const send = async (): Promise<void> => {
    const current = writing();
    if (current === undefined || current.sending !== undefined || !readinessOf(current).ready) return;
    sending = new AbortController();
    state.set({ ...withSending(withProblem(current, undefined), { step: 'sealing', fraction: 0 }), leaving: false });
    try {
      await autosave?.flush();
      await call(
        'composer.send',
        { ticket, draft: current.draft },
        { signal: sending.signal, onProgress: (progress) => update((shown) => withSending(shown, progress)) },
      );
      autosave?.stop();
      latest = undefined;
      state.set({ step: 'sent' });
    } catch (error) {
      await takeOverCopies().catch(() => undefined);
      update((shown) => withSending(shown, undefined));
      report(error);
    } finally {
      sending = undefined;
    }
  };

  const stopHearing = onBusEvent((event) => {
    if (event === 'vault') followVault().catch(() => undefined);
    if (event === 'contacts') lookUp(everyoneOf(writing()?.draft ?? EMPTY)).catch(() => undefined);
    if (event === 'keys' || event === 'settings') refresh().catch(() => undefined);
  });

  return {
    state,
    open,
    send,
    write: (change) => edit(() => change),
    choose: (format) => edit(() => ({ format })),
    show: (field) => update((current) => ({ ...current, shown: { ...current.shown, [field]: true } })),
    addRecipients: (field, list) => {
      const more = parseRecipients(list);
      if (more.length > 0)
        edit((draft) => ({ [field]: addRecipients(draft[field], more).slice(0, LIMITS.recipients) }));
    },
    removeRecipient: (field, address) =>
      edit((draft) => ({ [field]: draft[field].filter((text) => text !== address) })),
    async addFiles(files) {
      const before = writing()?.draft;
      if (before === undefined || files.length === 0) return;
      try {
        const added = await readFiles(files, before.attachments, draftOctets(before));
        edit((draft) => ({ attachments: [...draft.attachments, ...added] }));
      } catch (error) {
        report(error);
      }
    },
    removeFile: (index) => edit((draft) => ({ attachments: draft.attachments.filter((_, at) => at !== index) })),
    async lookAtRecipient(address) {
      const recipient = writing()?.known.get(address);
      const opened =
        recipient?.fingerprint === undefined
          ? call('frame.openWindow', { window: 'contacts' })
          : call('frame.openCertificate', { fingerprint: recipient.fingerprint });
      await opened.catch(report);
    },
    async resume(id) {
      const current = writing();
      if (current === undefined || current.sending !== undefined) return;
      try {
        await autosave?.flush();
        const opening = await call('composer.resumeDraft', { ticket, id });
        if (!isWorthKeeping(current.draft)) await call('composer.discardDraft', { ticket, id: current.draft.id });
        const unsent = opening.unsent.filter((draft) => draft.id !== current.draft.id || isWorthKeeping(current.draft));
        begin(writingFrom({ ...opening, unsent }));
      } catch (error) {
        report(error);
      }
    },
    cancelSending: () => sending?.abort(),
    close: () => leave('keep-draft'),
    askWithout: (leaving) => update((current) => ({ ...current, leaving })),
    writeWithout: () => leave('write-without'),
    makeKey: () => call('frame.openWindow', { window: 'keys' }).catch(report),
    async unlock() {
      try {
        await call('frame.openWindow', { window: 'unlock' });
      } catch (error) {
        const current = state.get();
        if (current.step === 'locked') state.set({ ...current, problem: toErrorCode(error) });
      }
    },
    hurry: () => autosave?.hurry(),
    stop() {
      stopHearing();
      stopFollowing();
      cancelLookUp?.();
      autosave?.hurry();
      autosave?.stop();
    },
  };
}

const EMPTY: Draft = {
  id: '' as DraftId,
  origin: '',
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  text: '',
  attachments: [],
  format: 'pgp-mime',
  changedAt: 0,
  copiesSent: [],
};
