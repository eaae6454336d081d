import type { ToMedia } from './contract';

/** What a worker has that this needs; a DedicatedWorkerGlobalScope fulfils it. */
export type WorkerScope = {
  onmessage: ((event: MessageEvent<ToMedia>) => void) | null;
  postMessage(message: unknown): void;
};

/** Seals and opens the frames of one page's calls. */
export function startMediaWorker(scope: WorkerScope): void {
  scope.onmessage = () => undefined;
}
