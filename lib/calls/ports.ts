import type { CallLines } from '../core/call-lines';
import type { CallId } from '../core/calls';

/** Sealed rows on disk; the key says only which kind: `retained:<device>`, `servers`, `call:<id>`. */
export type CallRows = {
  get(key: string): Promise<Uint8Array | undefined>;
  put(key: string, sealed: Uint8Array): Promise<void>;
  remove(key: string): Promise<void>;
  keys(prefix: string): Promise<readonly string[]>;
};

export type CallVault = {
  seal(octets: Uint8Array, context: string): Promise<Uint8Array>;
  open(sealed: Uint8Array, context: string): Promise<Uint8Array>;
  state(): Promise<{ readonly phase: 'absent' | 'locked' | 'unlocked' }>;
};

/** Of the session: gone with the browser, not with the background. Values are JSON; octets as hex. */
export type CallMemory = {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
};

export type CallPorts = {
  readonly lines: CallLines;
  readonly rows: CallRows;
  readonly vault: CallVault;
  /** Whether calls go through a TURN server or not at all. */
  readonly onlyTurn: () => Promise<boolean>;
  readonly memory: CallMemory;
  readonly window: {
    /** Opens the call's window, or brings it to the front. */
    open(id: CallId): Promise<void>;
    close(): Promise<void>;
  };
  readonly notify: (notice: {
    readonly id: CallId;
    readonly kind: 'ringing' | 'missed';
    readonly name: string;
  }) => void;
  readonly quiet: () => void;
  readonly announce: () => void;
  /** Wakes `onTime` at about this moment, even if the background dies. */
  readonly wakeAt: (at: number) => void;
  readonly now: () => number;
  readonly random: (octets: number) => Uint8Array;
  readonly onFailure: (error: unknown) => void;
};
