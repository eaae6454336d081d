import type { ChatRows, ConversationRow, InboxRow, MessageRow, OutboxRow } from '../../../lib/chat/rows';
import type { ConversationId } from '../../../lib/core/chat';
import type { MessageId } from '../../../lib/core/wire/ids';

/** Rows in maps: what a disk does to a measurement is left out. */
export function memoryRows(): ChatRows {
  const conversations = new Map<ConversationId, ConversationRow>();
  const messages = new Map<ConversationId, Map<number, MessageRow>>();
  const places = new Map<string, number>();
  const outbox = new Map<MessageId, OutboxRow>();
  const inbox = new Map<number, InboxRow>();
  let device: Uint8Array | undefined;
  let turn = 0;
  const of = (id: ConversationId) => messages.get(id) ?? new Map<number, MessageRow>();
  const all = () => [...messages.values()].flatMap((some) => [...some.values()]);

  return {
    device: async () => device,
    conversations: async () => [...conversations.values()],
    conversation: async (id) => conversations.get(id),
    messages: async (id, before = Number.MAX_SAFE_INTEGER, limit) =>
      [...of(id).values()]
        .filter(({ place }) => place < before)
        .sort((one, other) => other.place - one.place)
        .slice(0, limit),
    message: async (id, message) => of(id).get(places.get(`${id} ${message}`) ?? -1),
    lastPlace: async (id) => Math.max(0, ...of(id).keys()),
    overdue: async (now) => all().filter(({ goneAt }) => goneAt !== undefined && goneAt <= now),
    nextGone: async () =>
      all().reduce<number | undefined>(
        (next, { goneAt }) => (goneAt === undefined ? next : Math.min(next ?? goneAt, goneAt)),
        undefined,
      ),
    outbox: async () => [...outbox.values()].sort((one, other) => one.turn - other.turn),
    outboxOf: async (id) => outbox.get(id),
    inbox: async (limit) => [...inbox.values()].slice(0, limit),
    unopened: async () => inbox.size,
    async putInbox(rows) {
      for (const row of rows) {
        turn += 1;
        inbox.set(turn, { ...row, turn });
      }
      return rows.length;
    },
    async write(change) {
      device = change.device ?? device;
      for (const row of change.conversations ?? []) conversations.set(row.id, row);
      for (const row of change.messages ?? []) {
        const some = of(row.conversation);
        messages.set(row.conversation, some.set(row.place, row));
        places.set(`${row.conversation} ${row.id}`, row.place);
      }
      for (const [id, place] of change.removeMessages ?? []) of(id).delete(place);
      for (const row of change.outbox ?? []) outbox.set(row.id, row);
      for (const id of change.unqueue ?? []) outbox.delete(id);
      for (const one of change.opened ?? []) inbox.delete(one);
      for (const id of change.removeConversations ?? []) {
        conversations.delete(id);
        messages.delete(id);
      }
    },
  };
}
