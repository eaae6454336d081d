import type { ConversationId } from '../../core/chat';
import type { Entry } from '../book';
import type { TalkingParts } from './parts';
import type { Step } from './step';

/** A person is told of what came in, once for each conversation: without its words unless they chose that. */
export function createNotices(parts: Pick<TalkingParts, 'settings' | 'certificates' | 'notify' | 'onFailure'>) {
  const nameOf = async ({ record }: Entry): Promise<string> => {
    const view = record.peer === undefined ? undefined : await parts.certificates.view(record.peer.certificate);
    const primary = view?.userIds[0];
    return primary?.name || primary?.email || record.user;
  };
  async function tell(entry: Entry): Promise<void> {
    const { notify } = await parts.settings();
    if (notify === 'off') return;
    const { id, preview } = entry.record;
    const shown = notify === 'content' ? { name: await nameOf(entry), preview } : { name: '', preview: '' };
    parts.notify({ conversation: id, kind: 'message', ...shown });
  }
  return (step: Step, before: ReadonlyMap<ConversationId, Entry>): void => {
    for (const entry of step.touched()) {
      const { id, unread } = entry.record;
      if (unread <= (before.get(id)?.record.unread ?? 0)) continue;
      step.after(`notice ${id}`, () => void tell(entry).catch(parts.onFailure));
    }
  };
}
