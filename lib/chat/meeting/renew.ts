import { statusOf } from '../../channel/channel';
import type { ConversationId } from '../../core/chat';
import { AppError } from '../../core/errors';
import type { Advance } from './advance';
import type { MeetingParts } from './context';
import { MEETING_LIMITS } from './limits';
import { createRate } from './pauses';

/** A new session in the place of one that a side has lost. Two that lose each other's state would begin without end. */
export function createRenew({ book, now }: MeetingParts, advance: Advance) {
  const rates = new Map<ConversationId, ReturnType<typeof createRate>>();
  const underWay = new Map<ConversationId, Promise<void>>();

  const mayRenew = async (id: ConversationId): Promise<boolean> => {
    const { channel } = await book.entry(id);
    if (channel === undefined) return true;
    const { state, started = 0 } = statusOf(channel);
    // The opening that is on its way tells them already.
    if (state === 'waiting for the other half' && Math.abs(now() - started) < MEETING_LIMITS.renewMs) return false;
    const rate = rates.get(id) ?? createRate(now, MEETING_LIMITS.renewalsAnHour);
    rates.set(id, rate);
    return rate.take();
  };
  const renew = async (id: ConversationId): Promise<void> => {
    try {
      if (await mayRenew(id)) await advance.one(id, 'begin');
    } catch (error) {
      // The next message that does not open asks for it again.
      if (!(error instanceof AppError) || error.code !== 'relay/unreachable') throw error;
    }
  };

  return (id: ConversationId): Promise<void> => {
    const running = underWay.get(id) ?? renew(id).finally(() => underWay.delete(id));
    underWay.set(id, running);
    return running;
  };
}
