import type { call } from '../../bus/client';
import type { onBusEvent } from '../../bus/events';
import type { TicketId } from '../../core/brand';

/** What a frame may use: the bus, and nothing of the page around it. */
export type FramePorts = {
  readonly ticket: TicketId;
  readonly call: typeof call;
  readonly onBusEvent: typeof onBusEvent;
  readonly now: () => number;
  /** Answers the way to cancel. */
  readonly later: (work: () => void, afterMs: number) => () => void;
};
