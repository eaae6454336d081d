import { defineContentScript } from '#imports';
import { call } from '../../lib/bus/client';
import { onPageRequest } from '../../lib/bus/events';
import { linkToProxy } from '../../lib/chatpage/proxy-link/proxy-link';
import { startLater } from '../../lib/chatpage/start-later';
import { liveInDocument } from '../../lib/page/lives';
import { extensionUrl, runtimeIsAlive } from '../../lib/platform/runtime';

/**
 * Registered where a person granted a site for chat. Runs in the isolated world, before the page's scripts; its other
 * half runs in the page's own world (chat-page.content), without keys.
 */
export default defineContentScript({
  registration: 'runtime',
  matches: [],
  runAt: 'document_start',
  allFrames: true,
  noScriptStartedPostMessage: true,
  main(ctx) {
    if (!(document instanceof HTMLDocument)) return;
    const bus = { call, onPageRequest, frameUrl: (name: string) => extensionUrl(`/${name}`), isAlive: runtimeIsAlive };
    const stop = liveInDocument(globalThis, {
      use: 'chat',
      isAlive: runtimeIsAlive,
      start: (onEnd) =>
        startLater(document, {
          link: (listener) => linkToProxy(window, listener),
          async load() {
            // In this same file; but no line of it runs before.
            const { startChatPage } = await import('../../lib/chatpage/chat-page');
            return (link, ended) => startChatPage(document, { ...bus, onEnd: ended }, link);
          },
          onEnd,
        }),
    });
    // WXT hears of newer scripts by an event that a page could send too: believed only where it is true.
    ctx.onInvalidated(() => {
      if (!runtimeIsAlive()) stop?.();
    });
  },
});
