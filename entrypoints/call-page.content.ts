import { defineContentScript } from '#imports';
import { startCallProxy } from '../lib/callproxy/start-call-proxy';

/**
 * Runs in the page's own world, before the page's scripts, where a person granted the site for calls. No library and
 * no browser API: everything here belongs to the page as soon as it is there.
 */
export default defineContentScript({
  registration: 'runtime',
  matches: [],
  runAt: 'document_start',
  allFrames: true,
  world: 'MAIN',
  main() {
    startCallProxy(window);
  },
});
