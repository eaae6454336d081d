import { whenParsed } from '../page/when-parsed';
import { createEarlyLink } from './early-link';
import type { ProxyLink, ProxyListener } from './proxy-link/proxy-link';

/** The page has done its own work by then, or is at it for long. */
const IDLE_WITHIN_MS = 300;
/** Documents that never end are looked into, too. */
const AT_LATEST_MS = 1_000;

type Link = (listener: ProxyListener) => ProxyLink;
/** Begins, and answers what ends it; `onEnd`: it has ended by itself. */
type Start = (link: Link, onEnd: () => void) => () => void;

export type LaterPorts = {
  readonly link: Link;
  readonly load: () => Promise<Start>;
  /** It has ended, by itself or because it was told to; also where it had not begun. */
  readonly onEnd: () => void;
};

/**
 * Meets the proxy at once, and starts the rest when the page has a moment for it, or a stream of XMPP begins: whoever
 * opens a page waits for nothing of ours. Answers the way to stop.
 */
export function startLater(page: Document, { link, load, onEnd }: LaterPorts): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  const stop = () => stopping.abort();
  let begun = false;
  const begin = (): void => {
    if (begun || signal.aborted) return;
    begun = true;
    clearTimeout(latest);
    load().then((start) => {
      if (!signal.aborted) signal.addEventListener('abort', start(early.link, stop));
    }, stop);
  };
  const latest = setTimeout(begin, AT_LATEST_MS);
  const early = createEarlyLink(link, begin);
  signal.addEventListener('abort', () => {
    clearTimeout(latest);
    early.stop();
    onEnd();
  });
  whenParsed(page, signal, () => requestIdleCallback(begin, { timeout: IDLE_WITHIN_MS }));
  return stop;
}
