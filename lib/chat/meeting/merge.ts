import type { ConversationId } from '../../core/chat';
import type { BookChange, Entry } from '../book';

const both = <T>(one: readonly T[] | undefined, other: readonly T[] | undefined): readonly T[] => [
  ...(one ?? []),
  ...(other ?? []),
];

/** One after the other, as one: of an entry that both change, the later one stands. */
export function merged(first: BookChange, second: BookChange): BookChange {
  const changed = new Set(second.entries?.map(({ record }) => record.id));
  const device = second.device ?? first.device;
  return {
    ...(device === undefined ? {} : { device }),
    entries: both(
      first.entries?.filter(({ record }) => !changed.has(record.id)),
      second.entries,
    ),
    messages: both(first.messages, second.messages),
    outbox: both(first.outbox, second.outbox),
    unqueue: both(first.unqueue, second.unqueue),
    opened: both(first.opened, second.opened),
    removeMessages: both(first.removeMessages, second.removeMessages),
    removeConversations: both(first.removeConversations, second.removeConversations),
  };
}

/** How the conversation stands after the change. */
export const entryIn = ({ entries }: BookChange, id: ConversationId): Entry | undefined =>
  entries?.find(({ record }) => record.id === id);

/** Whether anything is left to be written. */
export const isEmpty = (change: BookChange): boolean =>
  change.device === undefined &&
  [
    change.entries,
    change.messages,
    change.outbox,
    change.unqueue,
    change.opened,
    change.removeMessages,
    change.removeConversations,
  ].every((list) => (list?.length ?? 0) === 0);
