import type { Outbox } from '../../../../lib/chat/seams';
import { type MessageId, toHex } from '../../../../lib/core/wire/ids';

/** Makes rows; the world carries them. */
export function createFakeOutbox(random: (octets: number) => Uint8Array, now: () => number) {
  let turn = 0;
  const row: Outbox['row'] = ({ conversation, to, payload, message }) => ({
    id: toHex(random(16)) as MessageId,
    conversation,
    to,
    payload,
    ...(message === undefined ? {} : { message }),
    createdAt: now(),
    tries: 0,
    nextTry: now(),
    state: 'queued',
    turn: now() * 1_000 + ++turn,
  });
  return { row, flush: () => undefined } as unknown as Outbox;
}
