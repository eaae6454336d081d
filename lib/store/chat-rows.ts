import { Dexie } from 'dexie';
import type { ChatRows } from '../chat/rows';
import { guard } from './guard';
import type { Schema } from './schema';

/** Every place of one conversation, below `before`. */
const places = (db: Schema, conversation: string, before: number = Number.MAX_SAFE_INTEGER) =>
  db.messages.where('[conversation+place]').between([conversation, Dexie.minKey], [conversation, before], true, false);

/** Conversations, their lines, and what goes out and came in, as lib/chat sealed it. */
export const chatRows = (db: Schema): ChatRows => ({
  device: () => guard(async () => (await db.chatDevice.get('device'))?.sealed),
  conversations: () => guard(() => db.conversations.toArray()),
  conversation: (id) => guard(() => db.conversations.get(id)),
  messages: (conversation, before, limit) =>
    guard(() => places(db, conversation, before).reverse().limit(limit).toArray()),
  message: (conversation, id) => guard(() => db.messages.where('[conversation+id]').equals([conversation, id]).first()),
  lastPlace: (conversation) => guard(async () => (await places(db, conversation).last())?.place ?? 0),
  overdue: (now) => guard(() => db.messages.where('goneAt').belowOrEqual(now).toArray()),
  nextGone: () => guard(async () => (await db.messages.orderBy('goneAt').first())?.goneAt),
  outbox: () => guard(() => db.outbox.orderBy('turn').toArray()),
  outboxOf: (id) => guard(() => db.outbox.get(id)),
  inbox: (limit) => guard(() => db.inbox.orderBy('turn').limit(limit).toArray()),
  unopened: () => guard(() => db.inbox.count()),
  putInbox: (rows) =>
    guard(() =>
      db.transaction('rw', db.inbox, async () => {
        const known = new Set(
          (
            await db.inbox
              .where('id')
              .anyOf(rows.map(({ id }) => id))
              .toArray()
          ).map(({ id }) => id),
        );
        const fresh = [...new Map(rows.map((row) => [row.id, row])).values()].filter(({ id }) => !known.has(id));
        await db.inbox.bulkAdd(fresh);
        return fresh.length;
      }),
    ),
  write: (change) =>
    guard(() =>
      db.transaction('rw', [db.chatDevice, db.conversations, db.messages, db.outbox, db.inbox], async () => {
        const {
          conversations = [],
          messages = [],
          removeMessages = [],
          outbox = [],
          unqueue = [],
          opened = [],
        } = change;
        // Tables do not wait for each other; what a change does not touch costs nothing.
        await Promise.all([
          change.device !== undefined && db.chatDevice.put({ id: 'device', sealed: change.device }),
          conversations.length > 0 && db.conversations.bulkPut([...conversations]),
          messages.length > 0 && db.messages.bulkPut([...messages]),
          outbox.length > 0 && db.outbox.bulkPut([...outbox]),
          opened.length > 0 && db.inbox.bulkDelete([...opened]),
        ]);
        // A row that is put and removed by one change is not there afterwards.
        if (removeMessages.length > 0) await db.messages.bulkDelete(removeMessages.map(([id, place]) => [id, place]));
        if (unqueue.length > 0) await db.outbox.bulkDelete([...unqueue]);
        for (const id of change.removeConversations ?? []) {
          await db.conversations.delete(id);
          await places(db, id).delete();
          await db.outbox.filter(({ conversation }) => conversation === id).delete();
        }
      }),
    ),
});
