/** Frames pass through a transform that this world has put on, and are counted. */
export type Counter = { readonly what: string; passed: number };

type Streams = { readable: ReadableStream; writable: WritableStream };
type Chrome = { createEncodedStreams?: () => Streams };
declare const RTCRtpScriptTransform: new (worker: Worker, options: string) => unknown;

const WORKER = `onrtctransform = ({ transformer: { readable, writable, options } }) => {
  readable.pipeThrough(new TransformStream({ transform(frame, out) { out.enqueue(frame); postMessage(options); } })).pipeTo(writable);
};`;

export function createTransforms() {
  const counters: Counter[] = [];
  let worker: Worker | undefined;
  const inWorker = (): Worker => {
    if (worker !== undefined) return worker;
    worker = new Worker(URL.createObjectURL(new Blob([WORKER], { type: 'text/javascript' })));
    worker.onmessage = ({ data }) => {
      const counter = counters[Number(data)];
      if (counter !== undefined) counter.passed += 1;
    };
    return worker;
  };
  return {
    counters,
    put(what: string, on: RTCRtpSender | RTCRtpReceiver): void {
      const counter: Counter = { what, passed: 0 };
      const number = counters.push(counter) - 1;
      const { createEncodedStreams } = on as Chrome;
      if (createEncodedStreams === undefined) {
        (on as { transform?: unknown }).transform = new RTCRtpScriptTransform(inWorker(), String(number));
        return;
      }
      const { readable, writable } = createEncodedStreams.call(on);
      const count = new TransformStream({
        transform(frame, out) {
          counter.passed += 1;
          out.enqueue(frame);
        },
      });
      void readable.pipeThrough(count).pipeTo(writable);
    },
  };
}
