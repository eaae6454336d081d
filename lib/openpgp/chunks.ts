import type { WorkOptions } from '../core/openpgp-port';
import { stopIfCancelled } from './attempt';

const CHUNK = 1024 * 1024;

/** The octets as a stream that reports how far it was read and breaks off when the work is cancelled. */
export function toChunks(octets: Uint8Array, options: WorkOptions, share: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        // Lets messages (a cancel among them) reach a thread that is otherwise busy until the end.
        await new Promise((resolve) => setTimeout(resolve));
        stopIfCancelled(options.signal);
        if (at >= octets.length) {
          controller.close();
          return;
        }
        controller.enqueue(octets.subarray(at, at + CHUNK));
        at += CHUNK;
        options.onProgress?.(Math.min(1, at / octets.length) * share);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Everything a stream of octets gives, in one piece. */
export async function collect(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    parts.push(step.value);
    length += step.value.length;
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
