import type { FrameAnswer, ProxyLink, ProxyListener } from './proxy-link/proxy-link';

/** The line to the proxy, before what listens on it is there. */
export type EarlyLink = {
  /** Whoever listens from now on. What was heard so far is told first, in its order, and its frames are answered then. */
  link(listener: ProxyListener): ProxyLink;
  stop(): void;
};

/**
 * Meets the proxy at once and keeps what it says. Nobody knows yet what the page's bodies are: until it is said
 * otherwise no message leaves unanswered. `onStream` hears of each stream of XMPP: somebody is wanted who listens.
 */
export function createEarlyLink(link: (listener: ProxyListener) => ProxyLink, onStream: () => void): EarlyLink {
  let listener: ProxyListener | undefined;
  let heard: Array<(to: ProxyListener) => void> = [];
  const tell = (say: (to: ProxyListener) => void) => {
    if (listener === undefined) heard.push(say);
    else say(listener);
  };
  const proxy = link({
    onFrame(frame) {
      if (listener !== undefined) return listener.onFrame(frame);
      const ask = async (to: ProxyListener): Promise<FrameAnswer> => to.onFrame(frame);
      return new Promise((resolve) => heard.push((to) => resolve(ask(to))));
    },
    onStream(stream) {
      tell((to) => to.onStream?.(stream));
      onStream();
    },
    onClosed: (stream) => tell((to) => to.onClosed?.(stream)),
    onLate: (frame) => tell((to) => to.onLate?.(frame)),
    onElsewhere: (where) => tell((to) => to.onElsewhere?.(where)),
  });
  proxy.setStrict(true);
  return {
    link(one) {
      listener = one;
      const before = heard;
      heard = [];
      for (const say of before) say(one);
      return proxy;
    },
    stop: () => proxy.stop(),
  };
}
