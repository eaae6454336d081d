import type { OutboxRow } from '../rows';
import { OUTBOX_LIMITS } from './limits';

/** How long, in milliseconds since it was made, a row is tried that the relay did not take. */
export function lifeOf({ message, passing, to }: OutboxRow): number {
  if (passing !== undefined && to.length > 0) return OUTBOX_LIMITS.passingMs;
  return message === undefined ? OUTBOX_LIMITS.unseenQueueMs : OUTBOX_LIMITS.queueMs;
}

/** It is worth nothing any more: it goes out no more, whenever it is taken away. */
export const isPast = (row: OutboxRow, now: number): boolean =>
  row.passing !== undefined && Math.abs(now - row.createdAt) >= lifeOf(row);
