import type { FlowCounts, FlowStream } from '../callmedia/contract';
import type { Desk } from './desk';
import type { Side } from './encoded';

/** `undefined`: not known yet, and nothing passes. Never back from `protected`. */
export type Mode = 'clear' | 'protected' | undefined;

/** One direction of a transceiver, with our transform on it. */
export type Half = {
  readonly flow: number;
  readonly direction: 'out' | 'in';
  readonly side: Side;
  setMode(mode: Mode): void;
  /** Where its frames are sealed and opened from now on; `undefined`: nowhere, and all are dropped. */
  seat(desk: Desk | undefined): void;
  name(stream: FlowStream): void;
  /** Whether everything that goes through this side goes through us; true in clear. */
  isOurs(): boolean;
  /** False where it cannot be sealed at all: it was in use before us, or no worker can be. Then it is to be shut. */
  isAble(): boolean;
  counts(): FlowCounts;
  /** What the worker says of it. */
  onCounts(counts: FlowCounts): void;
  stop(): void;
};

export const NO_COUNTS: FlowCounts = { came: 0, passed: 0, octets: 0, dropped: 0, clear: 0 };
