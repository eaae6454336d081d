import type { call } from '../bus/client';
import type { PageRequest } from '../bus/protocol';

/** What the script of a chat page asks of the background, as a port: tests answer for the background. */
export type ChatPageBus = {
  readonly call: typeof call;
  readonly onPageRequest: (answer: (request: PageRequest) => Promise<unknown> | undefined) => () => void;
  /** Address of a document of ours, without a ticket. */
  readonly frameUrl: (document: 'chat-box.html' | 'chat-line.html') => string;
  /** False once the extension was updated or removed under this page. */
  readonly isAlive: () => boolean;
  /** The script has ended here; whoever started it may start it anew. */
  readonly onEnd?: () => void;
};
