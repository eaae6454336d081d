import { defineContentScript } from '#imports';
import { startProxy } from '../lib/proxy/start-proxy';

/**
 * Runs in the page's own world, before the page's scripts, where a person granted the site for chat. No library and
 * no browser API: everything here belongs to the page as soon as it is there.
 */
export default defineContentScript({
  registration: 'runtime',
  matches: [],
  runAt: 'document_start',
  allFrames: true,
  world: 'MAIN',
  main() {
    startProxy(window);
  },
});
