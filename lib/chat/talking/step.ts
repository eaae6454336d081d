import { statusOf } from '../../channel/channel';
import { wipe } from '../../channel/crypto';
import type { ConversationId } from '../../core/chat';
import { AppError } from '../../core/errors';
import type { MessageId } from '../../core/wire/ids';
import type { BookChange, Entry } from '../book';
import type { MessageRecord } from '../records';
import type { MessageRow, OutboxRow } from '../rows';
import type { TalkingParts } from './parts';

/** Everything that one step of the book leads to, as it stands so far: read through it, written once at its end. */
export type Step = {
  entry(id: ConversationId): Promise<Entry>;
  entries(): Promise<readonly Entry[]>;
  /** The next state of a conversation. */
  put(entry: Entry): void;
  touched(): readonly Entry[];
  device(): Promise<Uint8Array | undefined>;
  putDevice(octets: Uint8Array): void;
  place(id: ConversationId): Promise<number>;
  /** A line without its content. */
  line(id: ConversationId, message: MessageId): Promise<MessageRow | undefined>;
  /** A line of which only what is readable changes. */
  putLine(line: MessageRow): void;
  /** A line with its content. */
  putMessage(message: MessageRecord): void;
  removeMessage(id: ConversationId, place: number): void;
  removeConversation(id: ConversationId): void;
  out(row: OutboxRow): void;
  unqueue(ids: readonly MessageId[]): void;
  /** What is gathered; the step is over. */
  change(): BookChange;
  /** Runs once by its name when the step is over, whether its write was done or failed. */
  after(name: string, work: () => void): void;
};

export function createStep({ book, rows, outbox, onFailure }: TalkingParts): Step {
  const entries = new Map<ConversationId, Entry>();
  const lines = new Map<string, MessageRow>();
  const messages = new Map<string, MessageRecord>();
  const removed: Array<readonly [ConversationId, number]> = [];
  const ended: ConversationId[] = [];
  const outgoing = new Map<MessageId, OutboxRow>();
  const gone = new Set<MessageId>();
  const afterwards = new Map<string, () => void>();
  let device: Uint8Array | undefined;

  const key = (id: ConversationId, message: MessageId) => `${id} ${message}`;
  const latest = (entry: Entry): Entry => entries.get(entry.record.id) ?? entry;

  return {
    entry: async (id) => entries.get(id) ?? book.entry(id),
    entries: async () => (await book.entries()).map(latest),
    put(entry) {
      const before = entries.get(entry.record.id)?.channel;
      // States in between reach no disk, and nobody else has them.
      if (before !== entry.channel) wipe(before);
      entries.set(entry.record.id, entry);
    },
    touched: () => [...entries.values()],
    device: async () => device ?? book.device(),
    putDevice(octets) {
      wipe(device);
      device = octets;
    },
    place: (id) => book.nextPlace(id),
    async line(id, message) {
      const opened = messages.get(key(id, message));
      if (opened === undefined) return lines.get(key(id, message)) ?? rows.message(id, message);
      const { content: _, ...line } = opened;
      return line;
    },
    putLine: (line) => void lines.set(key(line.conversation, line.id), line),
    putMessage: (message) => void messages.set(key(message.conversation, message.id), message),
    removeMessage: (id, place) => void removed.push([id, place]),
    removeConversation: (id) => void ended.push(id),
    out(row) {
      outgoing.set(row.id, row);
      gone.delete(row.id);
    },
    unqueue(ids) {
      outbox.touch(ids);
      for (const id of ids) {
        outgoing.delete(id);
        gone.add(id);
      }
    },
    change() {
      if (afterwards.size > 0) {
        // The next step begins when this one is over, with its write.
        book
          .step(async () => undefined)
          .then(() => {
            for (const work of afterwards.values()) work();
          })
          .catch(onFailure);
      }
      return {
        ...(device === undefined ? {} : { device }),
        entries: [...entries.values()],
        messages: [...messages.values()],
        sealedMessages: [...lines.values()],
        removeMessages: removed,
        removeConversations: ended,
        outbox: [...outgoing.values()],
        unqueue: [...gone],
      };
    },
    after: (name, work) => void afterwards.set(name, work),
  };
}

/** Runs `work` in a step of the book and writes what it leads to. */
export function inStep<T>(parts: TalkingParts, work: (step: Step) => Promise<T>): Promise<T> {
  return parts.book.step(async () => {
    const step = createStep(parts);
    const answer = await work(step);
    const change = step.change();
    if (!Object.values(change).some((part) => part.length > 0)) return answer;
    // Made and tried for the first time by one write: nobody waits for a second one.
    const launched = parts.outbox.launch(change.outbox ?? []);
    await parts.book.write(launched === undefined ? change : { ...change, outbox: launched.rows });
    launched?.go();
    return answer;
  });
}

export const requireChannel = ({ channel }: Entry): Uint8Array => {
  if (channel === undefined) throw new AppError('chat/not-writable');
  return channel;
};

/** Something can be sealed now, if only under the first half of the key. */
export const hasSession = ({ channel }: Entry): boolean => channel !== undefined && statusOf(channel).state !== 'none';
