import { defineUnlistedScript } from '#imports';
import { startMediaWorker, type WorkerScope } from '../lib/callmedia/start-worker';

/** The worker beside a page's frames: in Chrome our frame starts it, in Firefox the page's script. */
export default defineUnlistedScript(() => startMediaWorker(globalThis as unknown as WorkerScope));
