import type { IncomingMessage } from 'node:http';
import { createPatience, type Pace } from './patience';

export type Incoming = {
  /** Ends, and does not fail, where the connection is cut, too slow, or given up: what arrived is kept. */
  readonly octets: AsyncIterable<Uint8Array>;
  /** Why it ended before its end. */
  ended(): 'slow' | 'given-up' | undefined;
  giveUp(): void;
};

/** The body of a request, read only as fast as it is used. */
export function createIncoming(request: IncomingMessage, pace: Pace): Incoming {
  let why: 'slow' | 'given-up' | undefined;
  let stop: () => void = () => undefined;
  const stopped = new Promise<{ readonly done: true; readonly value: undefined }>((resolve) => {
    stop = () => resolve({ done: true, value: undefined });
  });
  const end = (reason: 'slow' | 'given-up') => {
    why ??= reason;
    stop();
  };
  const patience = createPatience(pace, () => end('slow'));

  async function* octets(): AsyncGenerator<Uint8Array> {
    // Without this, leaving early would destroy the socket before the answer has gone out.
    const chunks: AsyncIterator<Uint8Array, undefined> = request.iterator({ destroyOnReturn: false });
    try {
      while (why === undefined) {
        patience.wait();
        const { done, value } = await Promise.race<IteratorResult<Uint8Array, undefined>>([chunks.next(), stopped]);
        patience.got(value?.length ?? 0);
        if (done === true) return;
        yield value;
      }
    } catch {
      // The connection was cut.
    } finally {
      patience.end();
    }
  }
  return { octets: octets(), ended: () => why, giveUp: () => end('given-up') };
}
