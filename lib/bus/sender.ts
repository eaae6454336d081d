import type { Origin } from '../core/brand';

/** How far a sender is trusted, computed from the browser's MessageSender alone. */
export type SenderClass = 'page' | 'frame' | 'window';

export type Sender = {
  readonly class: SenderClass;
  readonly tabId?: number;
  readonly frameId?: number;
  /** Origin of the page, for class `page`. */
  readonly origin?: Origin;
  /** Our own document, for frames and windows: `/reader.html`. */
  readonly path?: string;
};
