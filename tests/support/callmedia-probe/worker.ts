import { startMediaWorker, type WorkerScope } from '../../../lib/callmedia/start-worker';

startMediaWorker(globalThis as unknown as WorkerScope);
