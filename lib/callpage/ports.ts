import type { call } from '../bus/client';
import type { onPageRequest } from '../bus/events';

/** What the engine asks of the background, as a port: tests answer for the background. */
export type CallPageBus = {
  readonly call: typeof call;
  readonly onPageRequest: typeof onPageRequest;
  /** Address of a file of ours, without a ticket. */
  readonly frameUrl: (name: 'call-frame.html' | 'call-worker.js') => string;
  /** False once the extension was updated or removed under this page. */
  readonly isAlive: () => boolean;
};
