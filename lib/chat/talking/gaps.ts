import type { SessionTag } from '../../channel/fields';
import type { Order } from '../../channel/outcomes';
import { type MessageId, toHex } from '../../core/wire/ids';
import type { Entry } from '../book';
import type { ConversationRecord, Gap } from '../records';
import { noteLine } from './lines';
import type { TalkingParts } from './parts';
import type { Step } from './step';

/** Gaps that are followed up; the line of an older one stays as it is. */
const MOST_GAPS = 100;

const withGaps = (entry: Entry, gaps: readonly Gap[]): Entry => {
  const { gaps: _, ...record }: ConversationRecord = entry.record;
  const missing = gaps.reduce((sum, { count }) => sum + count, 0);
  return { ...entry, record: { ...record, missing, ...(gaps.length === 0 ? {} : { gaps }) } };
};

/** One place of a gap is not missing any more; counted off once. */
function settled(entry: Entry, tag: SessionTag, index: number): Entry {
  const gaps = entry.record.gaps ?? [];
  const of = gaps.find((gap) => gap.tag === tag && gap.from <= index && index < gap.until);
  const before = of?.settled ?? [];
  if (of === undefined || before.includes(index)) return entry;
  const next = { ...of, count: of.count - 1, settled: [...before, index] };
  return withGaps(
    entry,
    gaps.map((gap) => (gap === of ? next : gap)),
  );
}

/** Messages of theirs that did not come, as lines: one for each gap, taken back by what comes late. */
export function createGaps(parts: Pick<TalkingParts, 'now' | 'random'>) {
  return {
    /** What the place of one message says about those before it. */
    async follow(step: Step, entry: Entry, { tag, index, missing, late }: Order): Promise<Entry> {
      const gaps = entry.record.gaps ?? [];
      if (missing > 0) {
        const id = toHex(parts.random(16)) as MessageId;
        const place = await step.place(entry.record.id);
        const gap: Gap = { tag, from: index - missing, until: index, count: missing, id, place };
        return withGaps(entry, [...gaps, gap].slice(-MOST_GAPS));
      }
      return late ? settled(entry, tag, index) : entry;
    },

    /** The other never sent these: nobody misses them. */
    withdraw: (entry: Entry, tag: SessionTag, indices: readonly number[]): Entry =>
      indices.reduce((next, index) => settled(next, tag, index), entry),

    /** The lines of a conversation, as its gaps stand at the end of a step. */
    settle(step: Step, before: readonly Gap[], entry: Entry): Entry {
      const old = new Map(before.map((gap) => [gap.id, gap]));
      const gaps = entry.record.gaps ?? [];
      for (const gap of gaps) {
        if (gap.count <= 0) step.removeMessage(entry.record.id, gap.place);
        else if (old.get(gap.id)?.count !== gap.count) {
          step.putMessage(noteLine(parts, entry.record.id, gap.place, 'lost', { id: gap.id, count: gap.count }));
        }
      }
      const left = gaps.filter(({ count }) => count > 0);
      return left.length === gaps.length ? entry : withGaps(entry, left);
    },

    /** A new session: they send again what did not come, so that nothing can be said of these any more. */
    forget(step: Step, entry: Entry, except?: SessionTag): Entry {
      const gaps = entry.record.gaps ?? [];
      const over = gaps.filter(({ tag }) => tag !== except);
      if (over.length === 0) return entry;
      for (const { place } of over) step.removeMessage(entry.record.id, place);
      return withGaps(
        entry,
        gaps.filter((gap) => !over.includes(gap)),
      );
    },
  };
}
