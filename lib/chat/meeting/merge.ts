import type { ConversationId } from '../../core/chat';
import type { BookChange, Entry } from '../book';

type Lists = { [Name in keyof Omit<BookChange, 'device' | 'entries'>]: BookChange[Name] };

/** One after the other, as one: of an entry that both change, the later one stands. */
export function merged(first: BookChange, second: BookChange): BookChange {
  const { device: before, entries: entriesBefore = [], ...listsBefore } = first;
  const { device = before, entries = [], ...lists } = second;
  const changed = new Set(entries.map(({ record }) => record.id));
  const names = new Set([...Object.keys(listsBefore), ...Object.keys(lists)]) as Set<keyof Lists>;
  const joined = [...names].map((name) => [name, [...(listsBefore[name] ?? []), ...(lists[name] ?? [])]]);
  return {
    ...Object.fromEntries(joined),
    ...(device === undefined ? {} : { device }),
    entries: [...entriesBefore.filter(({ record }) => !changed.has(record.id)), ...entries],
  };
}

/** How the conversation stands after the change. */
export const entryIn = ({ entries }: BookChange, id: ConversationId): Entry | undefined =>
  entries?.find(({ record }) => record.id === id);
