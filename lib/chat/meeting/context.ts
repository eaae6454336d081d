import type { ConversationId, Note } from '../../core/chat';
import type { RelayAccount } from '../../net/contract';
import type { BookChange, Entry } from '../book';
import { ownerOf } from '../owner';
import type { Notice } from '../ports';
import type { Outbox, Parts, Talking } from '../seams';
import { entryIn, merged } from './merge';

export type MeetingParts = Parts & {
  readonly outbox: Outbox;
  readonly talking: Pick<Talking, 'afterOpening' | 'note'>;
  /** One-time prekeys that are published together, and when they are too few. Each takes some milliseconds to make. */
  readonly prekeys?: { readonly count: number; readonly low: number };
};

/** What a step of a meeting leads to, and what is told once it is kept. */
export type Next = {
  readonly change: BookChange;
  readonly notices: ReadonlyArray<{ readonly id: ConversationId; readonly kind: Notice['kind'] }>;
};

export const NOTHING: Next = { change: {}, notices: [] };

/** The change with this entry in it, and a line of the conversation where there is one. */
export async function noted(
  { talking }: Pick<MeetingParts, 'talking'>,
  change: BookChange,
  entry: Entry,
  note: Note | undefined,
): Promise<BookChange> {
  const kept = merged(change, { entries: [entry] });
  return note === undefined ? kept : merged(kept, await talking.note(entry, note));
}

export const latest = (change: BookChange, before: Entry): Entry => entryIn(change, before.record.id) ?? before;

export type Session = {
  /** Whose keys are open, at which relay; `undefined` where there is nothing to be done. */
  account(): Promise<RelayAccount | undefined>;
  /** Keeps what a step led to, and only then tells of it. Opens a step. */
  step(work: () => Promise<Next>): Promise<void>;
  tell(notice: Next['notices'][number]): Promise<void>;
};

export function createSession(parts: MeetingParts): Session {
  const { accounts, book, vault } = parts;

  const tell = async ({ id, kind }: Next['notices'][number]): Promise<void> => {
    const found = (await book.entries()).find((entry) => entry.record.id === id);
    if (found === undefined) return;
    const { name } = await ownerOf(parts, found.record);
    parts.notify({ conversation: id, kind, name, preview: '' });
  };

  return {
    tell,

    async account() {
      if ((await vault.state()).phase !== 'unlocked') return undefined;
      return accounts.get();
    },

    async step(work) {
      const { change, notices } = await book.step(async () => {
        const next = await work();
        if (next.change !== NOTHING.change) await book.write(next.change);
        return next;
      });
      if (change === NOTHING.change) return;
      if ((change.outbox?.length ?? 0) > 0) parts.outbox.flush();
      parts.announce('chat');
      for (const notice of notices) await tell(notice);
    },
  };
}
