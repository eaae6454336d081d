import type { ConversationId } from '../../core/chat';
import type { Entry } from '../book';
import { ownerOf } from '../owner';
import type { TalkingParts } from './parts';
import type { Step } from './step';

/** A person is told of what came in, once for each conversation; how much of it is chosen where it is shown. */
export function createNotices(parts: Pick<TalkingParts, 'certificates' | 'notify' | 'onFailure'>) {
  async function tell(entry: Entry): Promise<void> {
    const { id, preview } = entry.record;
    const { name } = await ownerOf(parts, entry.record);
    parts.notify({ conversation: id, kind: 'message', name, preview });
  }
  return (step: Step, before: ReadonlyMap<ConversationId, Entry>): void => {
    for (const entry of step.touched()) {
      const { id, unread } = entry.record;
      if (unread <= (before.get(id)?.record.unread ?? 0)) continue;
      step.after(`notice ${id}`, () => void tell(entry).catch(parts.onFailure));
    }
  };
}
