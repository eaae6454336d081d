import type { SearchHit } from '../../core/chat';
import type { MessageId } from '../../core/wire/ids';
import { ownerOf } from '../owner';
import type { MessageRecord } from '../records';
import type { MessageRow } from '../rows';
import type { Talking } from '../seams';
import type { TalkingParts } from './parts';
import { inStep } from './step';
import type { View } from './view';

const PAGE = 200;
const MOST_HITS = 100;

type ReadingParts = TalkingParts & {
  readonly view: View;
  /** Nothing is shown whose time is over. */
  readonly purge: () => Promise<void>;
  readonly onGoneAt: (at: number) => void;
  readonly onOwed: () => void;
};

const foldCase = (text: string): string => text.normalize('NFKC').toLocaleLowerCase();

/** History, what was read of it, what is found in it, and what is not sent yet. */
export function createReading(parts: ReadingParts): Pick<Talking, 'history' | 'read' | 'search' | 'saveDraft'> {
  const { book, rows, announce, now, view } = parts;

  const isCounted = (line: MessageRow) => !line.mine && (line.writtenAt !== undefined || line.counted === true);

  /** Newest first, down to the one behind `place`. */
  async function linesAbove(id: MessageRow['conversation'], place: number): Promise<MessageRow[]> {
    const found: MessageRow[] = [];
    for (;;) {
      const page = await rows.messages(id, found.at(-1)?.place, PAGE);
      const above = page.filter((line) => line.place > place);
      found.push(...above);
      if (page.length < PAGE || above.length < page.length) return found;
    }
  }

  /** Lines as they may be shown: looked at once more where the time of one is over. */
  async function current(look: () => Promise<readonly MessageRecord[]>): Promise<readonly MessageRecord[]> {
    const found = await look();
    if (found.every(({ goneAt = Number.POSITIVE_INFINITY }) => goneAt > now())) return found;
    await parts.purge();
    return look();
  }

  const textOf = ({ content }: MessageRecord): string => {
    if (content?.body.kind === 'text') return content.body.text;
    return content?.body.kind === 'file' ? content.body.name : '';
  };

  return {
    async history(id, before, limit) {
      await book.entry(id);
      const found = await current(() => book.messages(id, before, limit + 1));
      const messages = await Promise.all(found.slice(0, limit).reverse().map(view));
      return { messages, more: found.length > limit };
    },

    async read(id, place) {
      const isChanged = await inStep(parts, async (step) => {
        const { record, ...rest } = await step.entry(id);
        const seenTo = Math.min(place, await rows.lastPlace(id));
        if (seenTo <= record.readUpTo) return false;
        const fresh = await linesAbove(id, record.readUpTo);
        const unread = fresh.filter((line) => line.place > seenTo && isCounted(line)).length;
        const begun = fresh.filter(
          (line) =>
            line.place <= seenTo &&
            isCounted(line) &&
            line.validity?.from === 'reading' &&
            line.goneAt === undefined &&
            line.sealed !== undefined,
        );
        const read: MessageId[] = [...(record.owed?.read ?? [])];
        for (const line of begun) {
          const goneAt = now() + (line.validity?.ms ?? 0);
          step.putLine({ ...line, goneAt });
          step.after(`gone ${line.id}`, () => parts.onGoneAt(goneAt));
          read.push(line.id);
        }
        const owed = begun.length === 0 ? {} : { owed: { opened: record.owed?.opened ?? [], read } };
        step.put({ ...rest, record: { ...record, ...owed, readUpTo: seenTo, unread } });
        if (begun.length > 0) step.after('owed', parts.onOwed);
        return true;
      });
      if (isChanged) announce('chat');
    },

    async search(query) {
      const wanted = foldCase(query).trim();
      if (wanted === '') return [];
      await parts.purge();
      const hits: SearchHit[] = [];
      for (const { record } of await book.entries()) {
        const { name } = await ownerOf(parts, record);
        let before: number | undefined;
        for (;;) {
          const page = await book.messages(record.id, before, PAGE);
          for (const line of page) {
            if (!foldCase(textOf(line)).includes(wanted)) continue;
            hits.push({ conversation: record.id, name, message: await view(line) });
            if (hits.length >= MOST_HITS) return hits;
          }
          before = page.at(-1)?.place;
          if (page.length < PAGE) break;
        }
      }
      return hits.sort((one, other) => other.message.at - one.message.at);
    },

    async saveDraft(id, text) {
      const isNew = await inStep(parts, async (step) => {
        const { record, ...rest } = await step.entry(id);
        if (record.draft === text) return false;
        step.put({ ...rest, record: { ...record, draft: text } });
        return true;
      });
      // Other windows show it, too.
      if (isNew) announce('chat');
    },
  };
}
