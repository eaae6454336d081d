import { statusOf } from '../../channel/channel';
import type { ConversationId } from '../../core/chat';
import type { Entry } from '../book';
import type { TalkingParts } from './parts';
import type { Step } from './step';

/** What a stranger or a relay can bring about by repeating octets leads to a new session once in so long. */
const DOUBT_MS = 600_000;

/** When a session is given up and another begun. */
export function createRenewals({ meeting, now, onFailure }: Pick<TalkingParts, 'meeting' | 'now' | 'onFailure'>) {
  const asked = new Map<ConversationId, number>();
  /** Whose newest session has spoken to this background. */
  const heard = new Set<ConversationId>();

  const canRenew = ({ record, channel }: Entry): boolean =>
    record.peer !== undefined && record.ended === undefined && channel !== undefined;

  function renew(step: Step, id: ConversationId): void {
    asked.set(id, now());
    step.after(`renew ${id}`, () => void meeting.renew(id).catch(onFailure));
  }

  function doubted(step: Step, entry: Entry): void {
    const { channel, record } = entry;
    const last = asked.get(record.id);
    if (channel === undefined || !canRenew(entry)) return;
    if (last !== undefined && Math.abs(now() - last) < DOUBT_MS) return;
    // One that I began is not answered yet: what comes until then may be of the one before.
    if (statusOf(channel).state === 'waiting for the other half') return;
    renew(step, record.id);
  }

  return {
    /** A session is over for certain. */
    lost: renew,
    /** A payload that should have opened did not. */
    doubted,
    heard: (id: ConversationId): void => void heard.add(id),
    /** A payload of a session that nobody here knows: of one whose state here is older than theirs, perhaps. */
    async stranger(step: Step): Promise<void> {
      for (const entry of await step.entries()) if (!heard.has(entry.record.id)) doubted(step, entry);
    },
    forget(): void {
      heard.clear();
    },
  };
}
