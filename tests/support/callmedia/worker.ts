import { MessageChannel } from 'node:worker_threads';
import type {
  FlowOptions,
  FromKeys,
  FromMedia,
  MediaDataAnswer,
  MediaFrameAnswer,
  ToKeys,
  ToMedia,
} from '../../../lib/callmedia/contract';
import type { Transformer } from '../../../lib/callmedia/serve-transform';
import { startMediaWorker, type WorkerScope } from '../../../lib/callmedia/start-worker';
import type { CallId } from '../../../lib/core/calls';
import { deviceOf } from '../media/call';

export const CALL_ID = '0102030405060708090a0b0c0d0e0f10' as CallId;

type Encoded = { data: ArrayBuffer; getMetadata(): { mimeType: string } };

/** One worker in this process, spoken with by ports as our frame and the page's script do it. */
export function createWorld(place: number) {
  const ticks: Array<() => void> = [];
  const open: Array<{ close(): void }> = [];
  const channel = () => {
    const { port1, port2 } = new MessageChannel();
    open.push(port1);
    return { mine: port1 as unknown as MessagePort, theirs: port2 as unknown as MessagePort };
  };
  const said: FromMedia[] = [];
  const scope: WorkerScope = {
    onmessage: null,
    onrtctransform: null,
    postMessage: (message) => said.push(message as FromMedia),
    setInterval: (work) => ticks.push(work),
  };
  startMediaWorker(scope);
  const tell = (data: unknown) => scope.onmessage?.({ data } as never);
  const keys = channel();
  const fromKeys: FromKeys[] = [];
  let onKeys: (message: FromKeys) => void = () => undefined;
  keys.mine.onmessage = ({ data }: MessageEvent<FromKeys>) => {
    fromKeys.push(data);
    onKeys(data);
  };
  tell({ say: 'keys', port: keys.theirs });

  return {
    place,
    said,
    fromKeys,
    onKeys(listener: (message: FromKeys) => void) {
      onKeys = listener;
    },
    tell: (message: ToMedia) => tell(message),
    tellRaw: tell,
    key: (message: ToKeys) => keys.mine.postMessage(message),
    tick: () => {
      for (const work of ticks) work();
    },
    /** Chrome's way: octets by a port. Answers the frame, or `undefined` for a dropped one. */
    flow(options: FlowOptions) {
      const { mine, theirs } = channel();
      tell({ say: 'flow', port: theirs, options });
      const asked = new Map<number, (answer: Uint8Array<ArrayBuffer> | undefined) => void>();
      const order: number[] = [];
      mine.onmessage = ({ data: { number, data } }: MessageEvent<MediaFrameAnswer>) => {
        order.push(number);
        asked.get(number)?.(data === undefined ? undefined : new Uint8Array(data));
      };
      let number = 0;
      return {
        order,
        send: (type: string, frame: Uint8Array): Promise<Uint8Array<ArrayBuffer> | undefined> =>
          new Promise((resolve) => {
            number += 1;
            asked.set(number, resolve);
            mine.postMessage({ number, type, data: frame.slice().buffer });
          }),
      };
    },
    data() {
      const { mine, theirs } = channel();
      tell({ say: 'data', port: theirs });
      const asked = new Map<number, (answer: Uint8Array<ArrayBuffer> | undefined) => void>();
      mine.onmessage = ({ data: { number, data } }: MessageEvent<MediaDataAnswer>) =>
        asked.get(number)?.(data === undefined ? undefined : new Uint8Array(data));
      let number = 0;
      return (direction: 'out' | 'in', octets: Uint8Array): Promise<Uint8Array<ArrayBuffer> | undefined> =>
        new Promise((resolve) => {
          number += 1;
          asked.set(number, resolve);
          mine.postMessage({ number, direction, data: octets.slice().buffer });
        });
    },
    /** Firefox's way: the browser's own streams. */
    transform(options: unknown) {
      const into = new TransformStream<Encoded, Encoded>();
      const out = new TransformStream<Encoded, Encoded>();
      let keyFrames = 0;
      const transformer = {
        readable: into.readable,
        writable: out.writable,
        options,
        generateKeyFrame: async () => {
          keyFrames += 1;
        },
      };
      scope.onrtctransform?.({ transformer: transformer as unknown as Transformer });
      const writer = into.writable.getWriter();
      const reader = out.readable.getReader();
      return {
        keyFrames: () => keyFrames,
        write: (mimeType: string, frame: Uint8Array) =>
          writer.write({ data: frame.slice().buffer, getMetadata: () => ({ mimeType }) }),
        read: async () => new Uint8Array((await reader.read()).value?.data ?? new ArrayBuffer()),
        end: () => writer.close(),
      };
    },
    close() {
      for (const port of open) port.close();
    },
  };
}
export type World = ReturnType<typeof createWorld>;

/** What the background does between two: announcements one way, acknowledgements back. Answers when both have keys. */
export function join(one: World, other: World): Promise<void> {
  return new Promise((resolve) => {
    let took = 0;
    for (const [mine, theirs] of [
      [one, other],
      [other, one],
    ] as const) {
      mine.onKeys((message) => {
        if (message.say === 'announce' && message.to === deviceOf(theirs.place)) {
          const { call, announcement } = message;
          theirs.key({ say: 'learn', call, place: mine.place, announcement });
        }
        if (message.say !== 'took') return;
        const { call, generation } = message;
        theirs.key({ say: 'acknowledge', call, device: deviceOf(mine.place), generation });
        took += 1;
        if (took === 2) resolve();
      });
      const members = [deviceOf(theirs.place)];
      mine.key({ say: 'begin', call: CALL_ID, place: mine.place, members, generation: 0 });
    }
  });
}
