import type { EncodedFrame, FlowOptions, FlowStream, MediaFrame, MediaFrameAnswer } from '../callmedia/contract';
import type { Desk } from './desk';
import { encodedStreamsOf, type Side, transformOf } from './encoded';
import type { Half, Mode } from './half';

/** Frames that are being sealed; more are dropped: there is nobody who answers. */
const PENDING_MOST = 256;

/**
 * Chrome: the browser's streams end here, in the isolated world, and octets alone go to the worker of our frame. In clear
 * they go from one to the other without that way.
 */
export function createPipeHalf(side: Side, direction: Half['direction'], flow: number): Half {
  const streams = encodedStreamsOf(side);
  const pending = new Map<number, EncodedFrame>();
  let mode: Mode;
  let stream: FlowStream | undefined;
  let port: MessagePort | undefined;
  // Of `FlowCounts`: plain numbers, as they change with every frame.
  let [came, passed, octets, dropped, clear] = [0, 0, 0, 0, 0];
  let number = 0;
  let stopped = false;
  /** Frames that came before it was known what is to become of them wait. */
  let whenKnown: (() => void) | undefined;
  const known = new Promise<void>((resolve) => {
    whenKnown = resolve;
  });

  const writer = streams?.writable.getWriter();
  const pass = (frame: EncodedFrame): void => {
    passed += 1;
    octets += frame.data.byteLength;
    writer?.write(frame).catch(() => undefined);
  };
  const drop = (): void => {
    dropped += 1;
  };
  const ask = (frame: EncodedFrame) => {
    came += 1;
    if (port === undefined || pending.size >= PENDING_MOST) return drop();
    number += 1;
    pending.set(number, frame);
    const { data } = frame;
    const message: MediaFrame = { number, type: frame.getMetadata().mimeType ?? '', data };
    port.postMessage(message, [data]);
  };
  const answered = ({ number: which, data }: MediaFrameAnswer) => {
    const frame = pending.get(which);
    pending.delete(which);
    if (frame === undefined || stopped) return;
    if (data === undefined) return drop();
    frame.data = data;
    pass(frame);
  };
  const run = async (reader: ReadableStreamDefaultReader<EncodedFrame>): Promise<void> => {
    for (;;) {
      const { value: frame, done } = await reader.read();
      if (done) return;
      if (mode === undefined) await known;
      if (stopped) continue;
      if (mode === 'clear') writer?.write(frame).catch(() => undefined);
      else ask(frame);
    }
  };
  if (streams !== undefined) run(streams.readable.getReader()).catch(() => undefined);

  return {
    flow,
    direction,
    side,
    setMode(next) {
      if (mode !== 'protected') mode = next;
      if (mode !== undefined) whenKnown?.();
    },
    seat(desk: Desk | undefined) {
      port?.close();
      port = undefined;
      pending.clear();
      if (desk === undefined || streams === undefined) return;
      const channel = new MessageChannel();
      port = channel.port1;
      port.onmessage = ({ data }: MessageEvent<MediaFrameAnswer>) => answered(data);
      const options: FlowOptions = { flow, direction, ...(stream === undefined ? {} : { stream }) };
      desk.say({ say: 'flow', port: channel.port2, options }, [channel.port2]);
    },
    name(next) {
      stream = next;
    },
    isOurs: () => mode !== 'protected' || (streams !== undefined && transformOf(side) === undefined),
    isAble: () => streams !== undefined,
    counts: () => ({ came, passed, octets, dropped, clear }),
    // What goes out is counted here, without delay; the worker knows better what came in clear.
    onCounts(told) {
      clear = told.clear;
    },
    stop() {
      stopped = true;
      port?.close();
      pending.clear();
    },
  };
}
