import type { Octets } from '../media/octets';
import type { MediaData, MediaDataAnswer, MediaFrame, MediaFrameAnswer } from './contract';
import type { Flow } from './flow';
import { createOrder } from './in-order';
import type { CallKeys } from './keys';

/** Chrome: frames come as octets, because a worker of our own frame may not be given the browser's own streams. */
export function serveFlow(port: MessagePort, flow: Flow): void {
  const inOrder = createOrder();
  port.onmessage = ({ data: { number, type, data } }: MessageEvent<MediaFrame>) => {
    inOrder(flow.treat(type, new Uint8Array(data)), (done) => answer(port, number, done));
  };
}

/** Messages of data channels, sealed as docs/media.md, 1.1 has it. */
export function serveData(port: MessagePort, keys: CallKeys): void {
  const inOrder = createOrder();
  const treat = async (direction: MediaData['direction'], octets: Octets): Promise<Octets | undefined> => {
    if (direction === 'out') {
      // A frame may be lost, a message may not: it waits in the page's script for somebody who can open it.
      if (!keys.isHeard()) return undefined;
      const sealed = await keys.sender()?.seal('data', 'data', octets);
      return sealed?.kind === 'sealed' ? sealed.octets : undefined;
    }
    const opened = await keys.receiver()?.open('data', octets);
    return opened?.kind === 'opened' ? opened.frame : undefined;
  };
  port.onmessage = ({ data: { number, direction, data } }: MessageEvent<MediaData>) => {
    const work = treat(direction, new Uint8Array(data)).catch(() => undefined);
    inOrder(work, (done) => answer(port, number, done));
  };
}

function answer(port: MessagePort, number: number, done: Octets | undefined): void {
  const message: MediaFrameAnswer & MediaDataAnswer = done === undefined ? { number } : { number, data: done.buffer };
  port.postMessage(message, done === undefined ? [] : [done.buffer]);
}
