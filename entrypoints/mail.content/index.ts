import { defineContentScript } from '#imports';
import { call } from '../../lib/bus/client';
import { onPageRequest } from '../../lib/bus/events';
import { liveInDocument } from '../../lib/page/lives';
import { startMailPage } from '../../lib/page/mail-page';
import { extensionUrl, runtimeIsAlive } from '../../lib/platform/runtime';

/**
 * Registered for a site only when the person grants it: `matches` is empty, so that the manifest names no site.
 * Runs in the isolated world, whose built-ins are its own: what the page does to prototypes, fetch, postMessage or
 * MutationObserver changes the page's world alone.
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
      use: 'mail',
      isAlive: runtimeIsAlive,
      start: (onEnd) => startMailPage(document, { ...bus, onEnd }),
    });
    // WXT hears of newer scripts by an event that a page could send too: believed only where it is true.
    ctx.onInvalidated(() => {
      if (!runtimeIsAlive()) stop?.();
    });
  },
});
