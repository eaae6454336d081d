import type { CallWords } from '../../core/calls';

/**
 * How far the exchange of docs/media.md, 4, is with one device. `waiting`: nothing was said; `begun`: its secrets are in
 * memory alone, and are lost with it; `done`: there is a line; `failed`: there will be no words in this call.
 */
export type LineState = 'waiting' | 'begun' | 'done' | 'failed';

/** What outlives the background: JSON, for session memory. Kept after each step, before anything is sent. */
export type LineProgress = {
  /** Counts from 0. */
  readonly attempt: number;
  readonly state: LineState;
  /** The finished line, sealed by the vault, in hex. */
  readonly kept?: string;
  readonly compared?: 'same' | 'different';
};

/** One message of the exchange, for the other device (`sas` of the call's messages). */
export type SasMessage = { readonly attempt: number; readonly octets: Uint8Array };

/** After a step: keep `progress`, then send, then show `words`. */
export type LineStep = {
  readonly progress: LineProgress;
  readonly words: CallWords;
  readonly send: readonly SasMessage[];
};

export const NO_PROGRESS: LineProgress = { attempt: 0, state: 'waiting' };

/** An exchange that was lost with the background's memory, or aborted, is begun once more at most (docs/media.md, 4.3). */
export const LINE_ATTEMPTS = 2;

/** Tells the other side that no words will come: an attempt beyond the last. */
export const GIVE_UP: SasMessage = { attempt: LINE_ATTEMPTS, octets: Uint8Array.of(0) };
