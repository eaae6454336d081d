import type { ConversationId } from '../../core/chat';
import { createAccountKey } from '../../otr/account-key';
import type { After, NoTracePorts, NoTraceService } from './contract';
import { readFrame } from './frames';
import { createOneConversation } from './one-conversation';
import type { OneConversation } from './run';

const afterInThread: After = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/**
 * Conversations without trace: OTR version 3 between two people who both agreed to one, in signals that no relay keeps.
 * Everything is in the memory of this closure: no port of it stores or logs anything.
 */
export function createNoTrace(ports: NoTracePorts): NoTraceService {
  const conversations = new Map<ConversationId, OneConversation>();
  const { now, random } = ports;
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
  const one = (id: ConversationId): OneConversation => {
    const known = conversations.get(id);
    if (known !== undefined) return known;
    const made = createOneConversation(id, {
      makeKey: createAccountKey,
      after: afterInThread,
      ...ports,
      otr: { now, random, pause },
    });
    conversations.set(id, made);
    return made;
  };
  return {
    view: async (id) => one(id).view(),
    ask: (id) => one(id).ask(),
    answer: (id, agree) => one(id).answer(agree),
    send: (id, message) => one(id).send(message),
    compare: (id, secret, question) => one(id).compare(secret, question),
    end: (id) => one(id).end(),
    active: () => [...conversations.values()].some((conversation) => conversation.active()),

    async receive(id, octets) {
      try {
        const frame = readFrame(octets);
        if (frame !== undefined) one(id).receive(frame);
      } catch {
        // Whoever seals such octets is a liar or a later version: they change nothing.
      }
    },

    async endAll() {
      const open = [...conversations.values()];
      conversations.clear();
      await Promise.all(open.map((conversation) => conversation.end()));
    },
  };
}
