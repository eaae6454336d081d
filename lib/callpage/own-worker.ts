import type { FromMedia, ToWorker } from '../callmedia/contract';
import type { Desk } from './desk';

export type OwnWorkerEvents = {
  readonly onHeard: (message: FromMedia) => void;
  readonly onReady: (desk: Desk & { giveKeys(port: MessagePort): void }) => void;
  /** The page's policy forbids it. */
  readonly onRefused: () => void;
};

/**
 * Firefox: our worker's script as a worker of the page, made and held in the isolated world. It gets the port for its
 * keys before anything else, and takes no second one.
 */
export function createOwnWorker(url: string, { onHeard, onReady, onRefused }: OwnWorkerEvents): { close(): void } {
  let worker: Worker | undefined;
  let closed = false;
  const start = async (): Promise<void> => {
    const script = await (await fetch(url)).blob();
    if (closed) return;
    const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    worker = new Worker(address);
    const made = worker;
    let heard = false;
    made.onmessage = ({ data }: MessageEvent<FromMedia>) => {
      if (!heard) URL.revokeObjectURL(address);
      heard = true;
      onHeard(data);
    };
    made.onerror = (event) => {
      event.preventDefault();
      if (!heard) onRefused();
    };
    const say = (message: ToWorker, moved: readonly MessagePort[] = []) => made.postMessage(message, [...moved]);
    onReady({ worker: made, say, giveKeys: (port) => say({ say: 'keys', port }, [port]) });
  };
  start().catch(onRefused);
  return {
    close() {
      closed = true;
      worker?.terminate();
    },
  };
}

/** Frames that are given to it are never given back. `undefined` where the page forbids even that, told once. */
export function createNobody(): () => RTCRtpScriptTransform | undefined {
  let worker: Worker | null | undefined;
  const make = (): Worker | null => {
    try {
      return new Worker(URL.createObjectURL(new Blob([], { type: 'text/javascript' })));
    } catch {
      return null;
    }
  };
  return () => {
    if (worker === undefined) worker = make();
    return worker === null ? undefined : new RTCRtpScriptTransform(worker, '');
  };
}
