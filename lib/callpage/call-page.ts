import type { call } from '../bus/client';
import type { onPageRequest } from '../bus/events';
import type { CallLink, CallLinkListener } from './link-contract';

export type CallPagePorts = {
  readonly call: typeof call;
  readonly onPageRequest: typeof onPageRequest;
  readonly frameUrl: (name: string) => string;
  readonly isAlive: () => boolean;
};

/** The content script's engine on a page that has calls. */
export function startCallPage(
  _page: Document,
  _ports: CallPagePorts,
  _linkTo: (listener: CallLinkListener) => CallLink,
): () => void {
  return () => undefined;
}
