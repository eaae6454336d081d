import type { EncodedFrame, FlowOptions } from './contract';
import type { Flow } from './flow';
import { createOrder } from './in-order';

/** RTCRtpScriptTransformer (WebRTC Encoded Transform). */
export type Transformer = {
  readonly readable: ReadableStream<EncodedFrame>;
  readonly writable: WritableStream<EncodedFrame>;
  /** Ours are text: Firefox takes nothing else over the border of its worlds. */
  readonly options: unknown;
  generateKeyFrame?(): Promise<unknown>;
};

/** `undefined` for what is not ours. */
export function optionsOf(transformer: Transformer): FlowOptions | undefined {
  if (typeof transformer.options !== 'string') return undefined;
  try {
    const options = JSON.parse(transformer.options) as Partial<FlowOptions> | null;
    const isFlow = typeof options?.flow === 'number' && (options.direction === 'in' || options.direction === 'out');
    return isFlow ? (options as FlowOptions) : undefined;
  } catch {
    return undefined;
  }
}

/** Firefox: the browser's own streams. Ends with them; a frame that is not given back is dropped. */
export async function serveTransform({ readable, writable }: Transformer, flow: Flow): Promise<void> {
  const inOrder = createOrder();
  const reader = readable.getReader();
  const writer = writable.getWriter();
  for (;;) {
    const { value: frame, done } = await reader.read();
    if (done) return;
    const octets = new Uint8Array(frame.data);
    inOrder(flow.treat(frame.getMetadata().mimeType ?? '', octets), async (treated) => {
      if (treated === undefined) return;
      frame.data = treated.buffer;
      await writer.write(frame);
    });
  }
}
