import type { DeviceId, MessageId } from '../../../lib/core/wire/ids';
import type { RelayClient } from './client';
import { newMessageId, sealedPayload } from './payload';

const SILENCE_MS = 15_000;

/** Messages of one sender, as a careful client keeps them: until the relay says that it has them. */
export type Burst = {
  readonly ids: readonly MessageId[];
  /** What the relay said it has, stored or delivered. */
  readonly acknowledged: ReadonlySet<MessageId>;
  /** Sends what is not acknowledged over this socket, a window at a time; resolves when all of it is, or the socket ends. */
  sendOver(relay: RelayClient, onAcknowledged?: (count: number) => void): Promise<void>;
};

export function createBurst(to: DeviceId, count: number, window = 50): Burst {
  const ids = Array.from({ length: count }, newMessageId);
  const mine = new Set(ids);
  const payload = sealedPayload();
  const acknowledged = new Set<MessageId>();
  return {
    ids,
    acknowledged,
    sendOver: async (relay, onAcknowledged = () => undefined) => {
      const waiting = ids.filter((id) => !acknowledged.has(id));
      const send = (id: MessageId) => relay.send({ kind: 'send', id, to: [to], payload });
      let next = 0;
      while (next < Math.min(window, waiting.length)) send(waiting[next++] as MessageId);
      while (acknowledged.size < ids.length) {
        const status = await relay.next('status').catch(() => undefined);
        if (status === undefined) return;
        // Receipts of earlier bursts come as well.
        if (acknowledged.has(status.id) || !mine.has(status.id)) continue;
        acknowledged.add(status.id);
        onAcknowledged(acknowledged.size);
        if (next < waiting.length) send(waiting[next++] as MessageId);
      }
    },
  };
}

/** Takes what arrives until every wanted id did; answers how often each arrived. */
export async function receive(
  relay: RelayClient,
  wanted: readonly MessageId[],
): Promise<ReadonlyMap<MessageId, number>> {
  const arrived = new Map<MessageId, number>();
  const missing = new Set(wanted);
  while (missing.size > 0) {
    const { id } = await inTime(relay.next('deliver'), () => `${missing.size} of ${wanted.length} did not arrive`);
    relay.send({ kind: 'acknowledge', ids: [id] });
    arrived.set(id, (arrived.get(id) ?? 0) + 1);
    missing.delete(id);
  }
  return arrived;
}

/** Fails with these words where nothing comes for long: a loss is to be told from a wait. */
async function inTime<T>(promise: Promise<T>, words: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(words())), SILENCE_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
