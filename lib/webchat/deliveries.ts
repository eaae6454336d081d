import { AppError } from '../core/errors';
import { createSerial, type Serial } from '../core/serial';
import type { TalkId } from '../core/webchat';
import type { MessageId } from '../core/wire/ids';
import type { Book } from './book';
import type { Place } from './contract';
import type { WebchatPorts } from './ports';
import type { Talk } from './talk';

/** What was sealed and goes out by the page: kept until the page has sent it, in the order in which it was sealed. */
export type Deliveries = {
  /** Everything of the key agreement that waits. Throws what the page fails with; the rest waits on. */
  flush(id: TalkId, place: Place): Promise<void>;
  /** One message, behind what waits; nothing where the page has sent it already. */
  message(id: TalkId, place: Place, message: MessageId, text: string): Promise<void>;
};

const sameOctets = (one: Uint8Array | undefined, other: Uint8Array): boolean =>
  one?.length === other.length && one.every((octet, at) => octet === other[at]);

export function createDeliveries({
  book,
  page,
}: {
  readonly book: Book;
  readonly page: WebchatPorts['page'];
}): Deliveries {
  const queues = new Map<TalkId, Serial>();
  const queueOf = (id: TalkId): Serial => {
    const queue = queues.get(id) ?? createSerial();
    queues.set(id, queue);
    return queue;
  };

  const change = (id: TalkId, next: (talk: Talk) => Talk): Promise<void> =>
    book.step(async () => {
      const talk = await book.talk(id);
      if (talk !== undefined) await book.write({ talk: next(talk) });
    });

  const flush = async (id: TalkId, place: Place): Promise<void> => {
    for (;;) {
      const next = (await book.talk(id))?.waiting[0];
      if (next === undefined) return;
      // Another step may wipe or take away what is in the book: the page gets octets of its own.
      await page.deliver(place, { octets: next.slice() });
      await change(id, (talk) => {
        const gone = talk.waiting.findIndex((one) => sameOctets(one, next));
        return { ...talk, waiting: talk.waiting.filter((_one, at) => at !== gone) };
      });
    }
  };

  return {
    flush: (id, place) => queueOf(id)(() => flush(id, place)),

    message: (id, place, message, text) =>
      queueOf(id)(async () => {
        await flush(id, place);
        const payload = (await book.talk(id))?.outgoing?.find((one) => one.id === message)?.payload;
        if (payload === undefined) return;
        await page.deliver(place, { octets: payload.slice() });
        await change(id, (talk) => ({
          ...talk,
          // What is there now may be the beginning of the next message.
          draft: text.startsWith(talk.draft.trim()) ? '' : talk.draft,
          outgoing: (talk.outgoing ?? []).map((one) => (one.id === message ? { id: one.id } : one)),
        }));
      }),
  };
}

/** Of a page that is closed, or shows something else: what waits, waits on, and nothing failed. */
export const isPageAway = (error: unknown): boolean =>
  error instanceof AppError && (error.code.startsWith('webchat/') || error.code === 'vault/locked');
