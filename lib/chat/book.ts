import { sameOctets } from '../channel/crypto';
import type { ConversationId } from '../core/chat';
import { AppError } from '../core/errors';
import { createSerial } from '../core/serial';
import type { MessageId } from '../core/wire/ids';
import type { ChatPorts } from './ports';
import type { ConversationRecord, MessageContent, MessageRecord } from './records';
import type { ChatWrite, ConversationRow, MessageRow } from './rows';

/** Contents that stay open: the page of a history that is asked for at each change, and a little. */
const KEPT_CONTENTS = 100;

/** One conversation, open: its record and the state of its channel with their device. */
export type Entry = { readonly record: ConversationRecord; readonly channel?: Uint8Array };

/** What a step leads to: all of it or nothing is kept. `device` and channels are open here, and sealed on disk. */
export type BookChange = Pick<ChatWrite, 'removeConversations' | 'removeMessages' | 'outbox' | 'unqueue' | 'opened'> & {
  readonly device?: Uint8Array;
  readonly entries?: readonly Entry[];
  readonly messages?: readonly MessageRecord[];
  /** Lines of which only what is readable changed: their content stays sealed as it is. */
  readonly sealedMessages?: readonly MessageRow[];
};

/** Everything of chat that is sealed on disk. Every method throws `vault/locked`. */
export type Book = {
  /** One step after another: what reads and then writes runs inside, and never calls `step` itself. */
  step<T>(work: () => Promise<T>): Promise<T>;
  device(): Promise<Uint8Array | undefined>;
  entries(): Promise<readonly Entry[]>;
  /** Throws `chat/unknown`. */
  entry(id: ConversationId): Promise<Entry>;
  /** The next place of a conversation: drawn once, in a step. */
  nextPlace(id: ConversationId): Promise<number>;
  message(id: ConversationId, message: MessageId): Promise<MessageRecord | undefined>;
  /** Newest first, from below `before`. */
  messages(id: ConversationId, before: number | undefined, limit: number): Promise<readonly MessageRecord[]>;
  write(change: BookChange): Promise<void>;
  /** At lock: what is open in memory is overwritten. */
  forget(): void;
};

const DEVICE = 'chat device';
const recordContext = (id: ConversationId) => `chat ${id} record`;
const channelContext = (id: ConversationId) => `chat ${id} channel`;
const contentContext = ({ conversation, id }: Pick<MessageRow, 'conversation' | 'id'>) =>
  `chat ${conversation} message ${id}`;

const toOctets = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const fromOctets = (octets: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(octets));

export function createBook({ rows, vault }: Pick<ChatPorts, 'rows' | 'vault'>): Book {
  const step = createSerial();
  let open: Map<ConversationId, Entry> | undefined;
  let places = new Map<ConversationId, number>();
  let device: Uint8Array | undefined;
  /** What was opened last of each line, with what it was sealed in; of lines whose time ends, nothing. */
  let contents = new Map<string, { readonly sealed: Uint8Array; readonly content: MessageContent }>();

  const openEntry = async (row: ConversationRow): Promise<Entry> => {
    const record = fromOctets(await vault.open(row.record, recordContext(row.id))) as ConversationRecord;
    if (row.channel === undefined) return { record };
    return { record, channel: await vault.open(row.channel, channelContext(row.id)) };
  };
  const sealEntry = async ({ record, channel }: Entry): Promise<ConversationRow> => {
    const sealed = { id: record.id, record: await vault.seal(toOctets(record), recordContext(record.id)) };
    if (channel === undefined) return sealed;
    return { ...sealed, channel: await vault.seal(channel, channelContext(record.id)) };
  };
  const openMessage = async ({ sealed, ...row }: MessageRow): Promise<MessageRecord> => {
    if (sealed === undefined) return row;
    const context = contentContext(row);
    // Of before a lock: what is opened meanwhile is not kept in what is kept after it.
    const kept = contents;
    const known = kept.get(context);
    const content =
      known !== undefined && sameOctets(known.sealed, sealed)
        ? known.content
        : (fromOctets(await vault.open(sealed, context)) as MessageContent);
    kept.delete(context);
    if (row.validity !== undefined || row.goneAt !== undefined) return { ...row, content };
    kept.set(context, { sealed, content });
    const [oldest] = kept.keys();
    if (kept.size > KEPT_CONTENTS && oldest !== undefined) kept.delete(oldest);
    return { ...row, content };
  };
  const sealMessage = async ({ content, ...row }: MessageRecord): Promise<MessageRow> => {
    if (content === undefined) return row;
    return { ...row, sealed: await vault.seal(toOctets(content), contentContext(row)) };
  };
  const requireUnlocked = async (): Promise<void> => {
    const { phase } = await vault.state();
    if (phase !== 'unlocked') throw new AppError(phase === 'absent' ? 'vault/absent' : 'vault/locked');
  };
  const opened = async (): Promise<Map<ConversationId, Entry>> => {
    await requireUnlocked();
    if (open !== undefined) return open;
    const found = await Promise.all((await rows.conversations()).map(openEntry));
    // Whoever else asked meanwhile has filled it: one map alone is right.
    open ??= new Map(found.map((entry) => [entry.record.id, entry]));
    return open;
  };

  return {
    step,

    async device() {
      await requireUnlocked();
      if (device !== undefined) return device;
      const sealed = await rows.device();
      device = sealed === undefined ? undefined : await vault.open(sealed, DEVICE);
      return device;
    },

    entries: async () => [...(await opened()).values()],

    async entry(id) {
      const entry = (await opened()).get(id);
      if (entry === undefined) throw new AppError('chat/unknown');
      return entry;
    },

    async nextPlace(id) {
      const place = (places.get(id) ?? (await rows.lastPlace(id))) + 1;
      places.set(id, place);
      return place;
    },

    async message(id, message) {
      await requireUnlocked();
      const row = await rows.message(id, message);
      return row === undefined ? undefined : openMessage(row);
    },

    async messages(id, before, limit) {
      await requireUnlocked();
      return Promise.all((await rows.messages(id, before, limit)).map(openMessage));
    },

    async write({ device: nextDevice, entries = [], messages = [], sealedMessages = [], ...rest }) {
      const known = await opened();
      const [sealedDevice, conversations, lines] = await Promise.all([
        nextDevice === undefined ? undefined : vault.seal(nextDevice, DEVICE),
        Promise.all(entries.map(sealEntry)),
        Promise.all(messages.map(sealMessage)),
      ]);
      await rows.write({
        ...rest,
        conversations,
        messages: [...sealedMessages, ...lines],
        ...(sealedDevice === undefined ? {} : { device: sealedDevice }),
      });
      // What was taken back or deleted is open nowhere.
      if ([rest.removeMessages, rest.removeConversations].some((gone = []) => gone.length > 0)) contents = new Map();
      // Only what is on disk is known; older states of ratchets are overwritten.
      for (const entry of entries) {
        const before = known.get(entry.record.id)?.channel;
        if (before !== entry.channel) before?.fill(0);
        known.set(entry.record.id, entry);
      }
      for (const id of rest.removeConversations ?? []) {
        known.get(id)?.channel?.fill(0);
        known.delete(id);
        places.delete(id);
      }
      if (nextDevice !== undefined && nextDevice !== device) {
        device?.fill(0);
        device = nextDevice;
      }
    },

    forget() {
      for (const { channel } of open?.values() ?? []) channel?.fill(0);
      device?.fill(0);
      open = undefined;
      device = undefined;
      contents = new Map();
      places = new Map();
    },
  };
}
