import { storedChannel } from '../../channel/channel';
import type { SessionTag } from '../../channel/fields';
import type { ConversationId } from '../../core/chat';
import type { Step } from './step';

/**
 * Which conversation a session is of: the relay does not say who sent a payload. Tags are drawn once and never mean
 * another session, so what was found stays found.
 */
export function createAddresses() {
  const known = new Map<SessionTag, ConversationId>();

  async function scan(step: Step): Promise<void> {
    known.clear();
    for (const { record, channel } of await step.entries()) {
      if (channel === undefined) continue;
      const { sessions, ended } = storedChannel.read(channel);
      for (const tag of [...ended, ...sessions.map((one) => one.tag)]) known.set(tag, record.id);
    }
  }

  return {
    async find(step: Step, tag: SessionTag): Promise<ConversationId | undefined> {
      if (!known.has(tag)) await scan(step);
      return known.get(tag);
    },
    add: (tag: SessionTag, id: ConversationId): void => void known.set(tag, id),
    forget: (): void => known.clear(),
  };
}
