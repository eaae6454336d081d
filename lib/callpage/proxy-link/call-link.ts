import type { CallLink, CallLinkListener } from '../link-contract';

/** Meets the proxy in the page's own world. */
export function linkToCallProxy(_window: Window, _listener: CallLinkListener): CallLink {
  return { deliver: () => undefined, setMode: () => undefined, stop: () => undefined };
}
