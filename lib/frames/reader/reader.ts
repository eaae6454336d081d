import type { ReaderOpening, ReplyMode } from '../../bus/views';
import type { ErrorCode } from '../../core/error-codes';
import { AppError, toErrorCode } from '../../core/errors';
import { LIMITS } from '../../core/limits';
import type { Reading, ReadingAttachment } from '../../core/reading';
import type { FramePorts } from '../shared/ports';
import { createStore, type Store } from '../shared/store';
import { whenOffered } from '../shared/when-offered';
import { quote } from './quote';

type CertificateOffer = Extract<Extract<ReaderOpening, { kind: 'certificate' }>['outcome'], { ok: true }>;

export type ReaderState =
  | { readonly step: 'opening' }
  | { readonly step: 'locked' }
  | { readonly step: 'failed'; readonly code: ErrorCode }
  | { readonly step: 'message'; readonly reading: Reading; readonly problem?: ErrorCode }
  | { readonly step: 'certificate'; readonly offer: CertificateOffer; readonly problem?: ErrorCode };

export type Reader = {
  readonly state: Store<ReaderState>;
  open(): Promise<void>;
  unlock(): Promise<void>;
  lookAtSigner(): Promise<void>;
  lookAtOffer(): Promise<void>;
  lookAtAttached(file: ReadingAttachment): Promise<void>;
  /** @param renderedText exactly what the reader shows as the message's text */
  reply(mode: ReplyMode, renderedText: string): Promise<void>;
  stop(): void;
};

/** What the reader frame knows and does; it decides nothing about trust. */
export function createReader({ ticket, call, onBusEvent, later }: FramePorts): Reader {
  const state = createStore<ReaderState>({ step: 'opening' });
  let asked = 0;

  const open = async (): Promise<void> => {
    const mine = ++asked;
    const next = await whenOffered(() => call('reader.open', { ticket }), later).then(stateOf, failed);
    if (mine === asked) state.set(next);
  };

  /** Locking takes the message off the screen; unlocking brings it back by itself. */
  const followVault = async (): Promise<void> => {
    const { phase } = await call('vault.state');
    const { step } = state.get();
    if (phase !== 'unlocked' && step === 'message') {
      asked += 1;
      state.set({ step: 'locked' });
    }
    if (phase === 'unlocked' && (step === 'locked' || (step === 'failed' && isVaultCode(state.get())))) await open();
  };

  /** A decision about a certificate changes what the status says; what is read already stays where that fails. */
  const followContacts = async (): Promise<void> => {
    const before = state.get();
    if (before.step !== 'message' && before.step !== 'certificate') return;
    if (before.step === 'message' && before.reading.signature.status === 'none') return;
    const mine = ++asked;
    const next = await call('reader.open', { ticket }).then(stateOf, failed);
    if (mine === asked && next.step !== 'failed') state.set(next);
  };

  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
      report(undefined);
    } catch (error) {
      report(toErrorCode(error));
    }
  };
  const report = (problem: ErrorCode | undefined): void => {
    const current = state.get();
    if (current.step !== 'message' && current.step !== 'certificate') return;
    const { problem: _before, ...rest } = current;
    state.set(problem === undefined ? rest : { ...rest, problem });
  };

  const stop = onBusEvent((event) => {
    if (event === 'vault') followVault().catch(() => undefined);
    if (event === 'contacts') followContacts().catch(() => undefined);
  });

  const openCertificate = (fingerprint: CertificateOffer['fingerprint']) =>
    attempt(() => call('frame.openCertificate', { fingerprint }));

  return {
    state,
    open,
    stop,
    unlock: () => attempt(() => call('frame.openWindow', { window: 'unlock' })),
    async lookAtSigner() {
      const current = state.get();
      const fingerprint = current.step === 'message' ? current.reading.signature.fingerprint : undefined;
      if (fingerprint !== undefined) await openCertificate(fingerprint);
    },
    async lookAtOffer() {
      const current = state.get();
      if (current.step === 'certificate') await openCertificate(current.offer.fingerprint);
    },
    async lookAtAttached(file) {
      if (file.content.size > LIMITS.certificateOctets) return report('key/too-large');
      await attempt(async () => {
        const name = file.name.slice(0, 255);
        const outcome = await call('reader.offerAttachedCertificate', { ticket, octets: file.content, name });
        if (!outcome.ok) throw new AppError(outcome.code);
        await call('frame.openCertificate', { fingerprint: outcome.fingerprint });
      });
    },
    async reply(mode, renderedText) {
      const current = state.get();
      if (current.step !== 'message') return;
      const { protectedHeaders: headers, from } = current.reading;
      const subject = headers.subject?.slice(0, LIMITS.subjectLength);
      const quoted = quote(mode, { text: renderedText, headers, from });
      await attempt(() =>
        call('reader.reply', { ticket, mode, quoted, ...(subject === undefined ? {} : { subject }) }),
      );
    },
  };
}

function stateOf(opening: ReaderOpening): ReaderState {
  const { outcome } = opening;
  if (!outcome.ok) return failed(outcome.code);
  if (opening.kind === 'certificate') return { step: 'certificate', offer: outcome as CertificateOffer };
  return { step: 'message', reading: (outcome as { reading: Reading }).reading };
}

function failed(reason: unknown): ReaderState {
  const code = typeof reason === 'string' ? (reason as ErrorCode) : toErrorCode(reason);
  return code === 'vault/locked' ? { step: 'locked' } : { step: 'failed', code };
}

const isVaultCode = (state: ReaderState): boolean => state.step === 'failed' && state.code.startsWith('vault/');
