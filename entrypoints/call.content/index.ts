import { defineContentScript } from '#imports';
import { call } from '../../lib/bus/client';
import { onPageRequest } from '../../lib/bus/events';
import { type CallPage, createCallPage } from '../../lib/callpage/call-page';
import { linkToCallProxy } from '../../lib/callpage/proxy-link/call-link';
import { liveInDocument } from '../../lib/page/lives';
import { extensionUrl, runtimeIsAlive } from '../../lib/platform/runtime';

/**
 * Registered where a person granted a site for calls. Runs in the isolated world, before the page's scripts; its other
 * half runs in the page's own world (call-page.content), without keys.
 */
export default defineContentScript({
  registration: 'runtime',
  matches: [],
  runAt: 'document_start',
  allFrames: true,
  noScriptStartedPostMessage: true,
  main(ctx) {
    if (!(document instanceof HTMLDocument)) return;
    let page: CallPage | undefined;
    const bus = { call, onPageRequest, frameUrl: (name: string) => extensionUrl(`/${name}`), isAlive: runtimeIsAlive };
    const stop = liveInDocument(globalThis, {
      use: 'call',
      isAlive: runtimeIsAlive,
      start(onEnd) {
        page ??= createCallPage(document, bus, (listener) => linkToCallProxy(window, listener));
        return page.live(onEnd);
      },
    });
    // WXT hears of newer scripts by an event that a page could send too: believed only where it is true.
    ctx.onInvalidated(() => {
      if (!runtimeIsAlive()) stop?.();
    });
  },
});
