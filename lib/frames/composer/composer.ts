import type { DraftId } from '../../core/brand';
import type { Draft, MailFormat } from '../../core/compose';
import { AppError, toErrorCode } from '../../core/errors';
import { LIMITS } from '../../core/limits';
import type { FramePorts } from '../shared/ports';
import type { Store } from '../shared/store';
import {
  type ComposerState,
  isWorthKeeping,
  mergeKnown,
  type RecipientField,
  type Writing,
  withProblem,
  writingFrom,
} from './composer-state';
import { createDesk } from './desk';
import { readFiles } from './files';
import { createKeeping } from './keeping';
import { createLookUp } from './look-up';
import { draftOctets } from './readiness';
import { addRecipients, parseRecipients } from './recipients';
import { createSending } from './sending';

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
  const { ticket, call, onBusEvent, now } = ports;
  const desk = createDesk(ports, () => void cover());
  const { state, writing, update, report } = desk;
  const keeping = createKeeping(desk);
  const lookUp = createLookUp(desk);
  const sending = createSending(desk, keeping);

  const begin = (first: Writing): void => {
    keeping.begin(first);
    lookUp.soon(0);
  };

  const open = async (): Promise<void> => {
    try {
      const opening = await call('composer.open', { ticket });
      const unsaved = keeping.unsaved(opening.draft.id);
      begin(writingFrom(opening, unsaved));
      if (unsaved !== undefined) keeping.changed();
    } catch (error) {
      const code = toErrorCode(error);
      const before = state.get();
      const covering = before.step === 'locked' && before.covering;
      state.set(code === 'vault/locked' ? { step: 'locked', covering } : { step: 'failed', code });
    }
  };

  async function cover(): Promise<void> {
    if (writing() === undefined) return;
    state.set({ step: 'locked', covering: true });
    try {
      await keeping.flush();
      if (state.get().step === 'locked') keeping.forget();
    } catch {
      // Not saved: the draft waits, undrawn, until the keys are open again.
    }
  }

  const followVault = async (): Promise<void> => {
    const { phase } = await call('vault.state');
    if (phase !== 'unlocked') return cover();
    const current = state.get();
    if (current.step === 'locked' || (current.step === 'failed' && current.code.startsWith('vault/'))) await open();
  };

  /** My keys or settings changed: whether I can sign, and my phrase, are asked again; the text stays. */
  const refresh = async (): Promise<void> => {
    if (writing() === undefined) return;
    await keeping.flush();
    const { canSign, phrase, recipients } = await call('composer.open', { ticket });
    update((current) => ({ ...current, canSign, phrase, known: mergeKnown(current.known, recipients) }));
  };

  const edit = (change: (draft: Draft) => Partial<Draft>): void => {
    const current = writing();
    if (current === undefined || current.sending !== undefined) return;
    const draft = { ...current.draft, ...change(current.draft), changedAt: now() };
    state.set(withProblem({ ...current, draft }, undefined));
    keeping.changed();
    lookUp.soon();
  };

  const leave = async (how: 'keep-draft' | 'write-without'): Promise<void> => {
    try {
      await keeping.flush();
      await call('composer.close', { ticket, leave: how });
      keeping.stop();
      keeping.forget();
      state.set({ step: 'closed' });
    } catch (error) {
      report(error);
    }
  };

  const resume = async (id: DraftId): Promise<void> => {
    const current = writing();
    if (current === undefined || current.sending !== undefined) return;
    try {
      await keeping.flush();
      const opening = await call('composer.resumeDraft', { ticket, id });
      const keeps = isWorthKeeping(current.draft);
      if (!keeps) await call('composer.discardDraft', { ticket, id: current.draft.id });
      begin(
        writingFrom({ ...opening, unsent: opening.unsent.filter((draft) => keeps || draft.id !== current.draft.id) }),
      );
    } catch (error) {
      report(error);
    }
  };

  const stopHearing = onBusEvent((event) => {
    if (event === 'vault') followVault().catch(() => undefined);
    if (event === 'contacts') lookUp.again().catch(() => undefined);
    if (event === 'keys' || event === 'settings') refresh().catch(() => undefined);
  });

  return {
    state,
    open,
    resume,
    send: sending.send,
    cancelSending: sending.cancel,
    write: (change) => edit(() => change),
    choose: (format) => edit(() => ({ format })),
    show: (field) => update((current) => ({ ...current, shown: { ...current.shown, [field]: true } })),
    addRecipients(field, list) {
      const before = writing()?.draft[field] ?? [];
      const after = addRecipients(before, parseRecipients(list));
      if (after.length > before.length) edit(() => ({ [field]: after.slice(0, LIMITS.recipients) }));
      if (after.length > LIMITS.recipients) report(new AppError('mail/too-many-recipients'));
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
      const fingerprint = writing()?.known.get(address)?.fingerprint;
      const opened =
        fingerprint === undefined
          ? call('frame.openWindow', { window: 'contacts' })
          : call('frame.openCertificate', { fingerprint });
      await opened.catch(report);
    },
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
    hurry: keeping.hurry,
    stop() {
      stopHearing();
      lookUp.stop();
      keeping.hurry();
      keeping.stop();
    },
  };
}
