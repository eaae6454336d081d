import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { bounded } from '../../tests/support/wait';

/** One frame on its way through Sotto. */
export type TapRow = {
  readonly kind: 'sound' | 'picture' | 'key picture';
  /** Milliseconds from the browser's handing it over to its being given back. */
  readonly took: number;
  /** Octets more than before: above 0 it was sealed, below it was opened. 0 where `times` alone were wanted. */
  readonly grew: number;
  /** The end of the sealed frame, which is the same on both sides. */
  readonly mark: string;
  /** Milliseconds of `took` in our worker itself, where it is another process's: all the rest is the way there and back. */
  readonly inWorker?: number;
};

/** What is told of frames; octets are looked at only where the product does so, too: in clear that would cost. */
export type Wanted = 'times' | 'octets';

const LINE = 'sotto-bench';

/**
 * Stands before a script of ours in a build of the bench: where Sotto reads a frame and where it writes that frame, the
 * clock is read. It is made a text of, so it refers to nothing outside.
 */
function tap(name: string): void {
  type Frame = { readonly data: ArrayBuffer; readonly type?: string };
  const line = new BroadcastChannel(name);
  const begun = new WeakMap<object, { readonly at: number; readonly octets: number; readonly mark: string }>();
  let wanted: string = 'nothing';
  let rows: object[] = [];
  line.onmessage = ({ data }) => {
    if (data === 'nothing') line.postMessage(rows);
    wanted = data;
    rows = [];
  };
  const isFrame = (value: unknown): value is Frame =>
    typeof value === 'object' && value !== null && 'getMetadata' in value;
  const octetsOf = (frame: Frame) => new Uint8Array(wanted === 'octets' ? frame.data : []);
  const markOf = (octets: Uint8Array) => octets.slice(-8).join('.');
  /** What our worker said with the answer that is being heard. */
  let inWorker: number | undefined;
  const onmessage = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
  Object.defineProperty(MessagePort.prototype, 'onmessage', {
    ...onmessage,
    set(this: MessagePort, listener: (event: MessageEvent) => void) {
      onmessage?.set?.call(this, (event: MessageEvent) => {
        inWorker = event.data?.inWorker;
        listener.call(this, event);
        inWorker = undefined;
      });
    },
  });
  const kindOf = ({ type }: Frame) => (type === undefined ? 'sound' : type === 'key' ? 'key picture' : 'picture');

  const reader = ReadableStreamDefaultReader.prototype;
  const { read } = reader;
  reader.read = async function (this: ReadableStreamDefaultReader) {
    const result = await read.call(this);
    if (wanted === 'nothing' || !isFrame(result.value)) return result;
    const at = performance.now();
    const octets = octetsOf(result.value);
    begun.set(result.value, { at, octets: octets.length, mark: markOf(octets) });
    return result;
  };
  const writer = WritableStreamDefaultWriter.prototype;
  const { write } = writer;
  writer.write = function (this: WritableStreamDefaultWriter, frame: unknown) {
    const before = isFrame(frame) ? begun.get(frame) : undefined;
    if (wanted !== 'nothing' && before !== undefined && isFrame(frame)) {
      const took = performance.now() - before.at;
      const octets = octetsOf(frame);
      const grew = octets.length - before.octets;
      rows.push({ kind: kindOf(frame), took, grew, mark: grew > 0 ? markOf(octets) : before.mark, inWorker });
    }
    return write.call(this, frame);
  };
}

/** Stands before our worker, where frames come to it by ports: it says with each answer how long it had the frame. */
function tapWorker(): void {
  type Numbered = { readonly number?: number } | undefined;
  const begun = new WeakMap<MessagePort, Map<number, number>>();
  const ports = MessagePort.prototype;
  const onmessage = Object.getOwnPropertyDescriptor(ports, 'onmessage');
  Object.defineProperty(ports, 'onmessage', {
    ...onmessage,
    set(this: MessagePort, listener: (event: MessageEvent) => void) {
      const times = new Map<number, number>();
      begun.set(this, times);
      onmessage?.set?.call(this, (event: MessageEvent<Numbered>) => {
        if (event.data?.number !== undefined) times.set(event.data.number, performance.now());
        listener.call(this, event);
      });
    },
  });
  const { postMessage } = ports as { postMessage(message: unknown, moved?: Transferable[]): void };
  ports.postMessage = function (this: MessagePort, message: Numbered, moved?: unknown) {
    const times = begun.get(this);
    const at = times?.get(message?.number ?? Number.NaN);
    times?.delete(message?.number ?? Number.NaN);
    const told = at === undefined ? message : { ...message, inWorker: performance.now() - at };
    postMessage.call(this, told, moved as Transferable[]);
  };
}

export const withTap = (script: string): string => `(${tap.toString()})(${JSON.stringify(LINE)});\n${script}`;
export const withWorkerTap = (script: string): string => `(${tapWorker.toString()})();\n${script}`;

/**
 * What passes in this page over a span of time. Fails where no script with a tap is there.
 * @param span milliseconds
 */
export async function tapFrames(page: Page, wanted: Wanted, span: number): Promise<readonly TapRow[]> {
  await page.evaluate(
    (name, what) => {
      const line = new BroadcastChannel(name);
      Object.assign(globalThis, { line });
      line.postMessage(what);
    },
    LINE,
    wanted,
  );
  await pause(span);
  const told = page.evaluate(
    () =>
      new Promise<readonly unknown[]>((resolve) => {
        const { line } = globalThis as unknown as { readonly line: BroadcastChannel };
        line.onmessage = ({ data }) => {
          line.close();
          resolve(data);
        };
        line.postMessage('nothing');
      }),
  );
  return (await bounded('hearing of the frames', told)) as readonly TapRow[];
}
