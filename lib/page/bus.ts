import type { call } from '../bus/client';
import type { PageRequest } from '../bus/protocol';
import type { ErrorCode } from '../core/error-codes';

/** What the engine asks of the background, as a port: tests answer for the background. */
export type PageBus = {
  readonly call: typeof call;
  readonly onPageRequest: (answer: (request: PageRequest) => Promise<unknown> | undefined) => () => void;
  /** Address of a document of ours, without a ticket. */
  readonly frameUrl: (document: 'reader.html') => string;
  /** False once the extension was updated or removed under this page. */
  readonly isAlive: () => boolean;
  /** The script has ended here; whoever started it may start it anew. */
  readonly onEnd?: () => void;
};

/** How the page answers the background: a value, never a throw. */
export type PageAnswer = { readonly ok: true } | { readonly ok: false; readonly code: ErrorCode };

export const DONE: PageAnswer = { ok: true };
export const failed = (code: ErrorCode): PageAnswer => ({ ok: false, code });
