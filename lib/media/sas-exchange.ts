import type { Agreement } from './agreement';
import type { Line } from './line';
import type { Octets, Random } from './octets';
import type { Retained } from './retained';
import type { CallContext } from './sas-keys';

/** Why an exchange is over without words. The keys are wiped; the call goes on without this, or not at all. */
export type AbortReason =
  /** Cut, of another version, or something else. */
  | 'malformed'
  /** Not what comes next, or a second time. */
  | 'order'
  /** The other side means another call, certificate or DTLS fingerprint. */
  | 'context'
  /** The initiator shows something else than what it committed to. */
  | 'commitment'
  /** My own values came back. */
  | 'reflected'
  /** A point of low order. */
  | 'weak-key'
  /** The other side has other keys. */
  | 'confirm';

/** What to do after a message; `send` goes to the other side in the secure channel. */
export type SasStep =
  | { readonly kind: 'send'; readonly send: Octets }
  | { readonly kind: 'done'; readonly line: Line; readonly send?: Octets }
  | { readonly kind: 'aborted'; readonly reason: AbortReason };

export type SasOptions = {
  readonly context: CallContext;
  /** What was kept of the last call with this device. */
  readonly retained: Retained | undefined;
  random: Random;
  readonly agreement: Agreement;
};

/** Stays aborted for ever, whatever comes; a finished exchange that hears anything more is aborted too. */
export function receiving<T>(
  begin: T,
  step: (state: T, octets: Uint8Array) => { readonly next?: T; readonly out: SasStep },
  wipe: () => void,
): (octets: Uint8Array) => SasStep {
  let state: T | undefined = begin;
  let reason: AbortReason = 'order';
  return (octets) => {
    if (state === undefined) return { kind: 'aborted', reason };
    const { next, out } = step(state, octets);
    state = next;
    if (out.kind === 'aborted') reason = out.reason;
    if (next === undefined) wipe();
    return out;
  };
}

export const aborted = (reason: AbortReason): { readonly out: SasStep } => ({ out: { kind: 'aborted', reason } });
