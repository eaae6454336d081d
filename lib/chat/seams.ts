import type { Addressed } from '../channel/receive';
import type { CallLine } from '../core/calls';
import type { ConversationId, ConversationStatus, Note } from '../core/chat';
import type { RelayFrame } from '../core/wire/frames';
import type { DeviceId, MessageId } from '../core/wire/ids';
import type { Book, BookChange, Entry } from './book';
import type { Content } from './content';
import type { Conversations } from './contract';
import type { FilePorts } from './files/contract';
import type { ChatPorts } from './ports';
import type { InboxRow, OutboxRow, Passing, Receipt } from './rows';

/** What the parts of chat know of each other: create-chat.ts puts them together. */
export type Parts = ChatPorts & { readonly book: Book };

/** lib/chat/outbox.ts: what goes out, and what became of it. Works while locked. */
export type Outbox = {
  /** A row to be written with the step that made the payload; then `flush`. */
  row(out: {
    readonly conversation: ConversationId;
    readonly to: readonly DeviceId[];
    readonly payload: Uint8Array;
    readonly message?: MessageId;
    readonly receipt?: Receipt;
    readonly passing?: Passing;
    /** The row of `hold` in whose place it comes. */
    readonly held?: OutboxRow;
  }): OutboxRow;
  /** A row for a message that cannot be sealed yet: it waits, and is given up, like any other. In a step. */
  hold(conversation: ConversationId, message: MessageId): OutboxRow;
  /**
   * In a step, for all the rows that it is about to write: as they are written where they go out at once, and `go` for
   * after the write. `undefined` where something else comes first, or nobody is there: then they wait for `flush`.
   */
  launch(rows: readonly OutboxRow[]): { readonly rows: readonly OutboxRow[]; go(): void } | undefined;
  /** What the relay does not have, of one conversation or of all; in a step. */
  pending(conversation?: ConversationId): Promise<readonly OutboxRow[]>;
  /** Of one message; in a step. */
  ofMessage(message: MessageId): Promise<readonly OutboxRow[]>;
  /** The step under way takes these rows away (or puts others in their place). */
  touch(ids: readonly MessageId[]): void;
  /** Hears of each end that the content of a line got here. */
  onGoneAt(listener: (at: number) => void): void;
  /** Sends what is due, if the relay is there: a trigger. */
  flush(): void;
  queued(conversation?: ConversationId): Promise<number>;
  /** `status` and `refused` of the relay. */
  onFrames(frames: readonly RelayFrame[]): Promise<void>;
  onTime(): Promise<void>;
  /** The account is about to be left: what the relay does not have is not sent, and says so. */
  abandon(): Promise<void>;
};

/** lib/chat/meeting: who it is, who accepted whom, and the beginning and end of channels. */
export type Meeting = Pick<Conversations, 'start' | 'compared' | 'acceptDevice' | 'end'> & {
  status(entry: Entry): Promise<ConversationStatus>;
  /** Words of a call were compared by voice: like `compared`, for who the open channel is with. Throws `call/not-open`. */
  comparedInCall(id: ConversationId, same: boolean): Promise<void>;
  /** One introduction, and when the relay took it; in a step. Acknowledged by the write of `change`. */
  receive(payload: Uint8Array, at?: number): Promise<BookChange>;
  /** The conversation whose accepted device begins a session by this opening; in a step. `undefined`: not accepted. */
  admit(opening: Extract<Addressed, { kind: 'opening' }>): Promise<Entry | undefined>;
  /** Begins a new session, because the last one was lost on one side. */
  renew(id: ConversationId): Promise<void>;
  /** Goes on with whatever a decision, a connection or an unlock makes possible now. */
  advance(): Promise<void>;
  /** My device, its statement and prekeys: made, renewed, published. Online and unlocked. */
  prepareDevice(): Promise<void>;
};

/** lib/chat/talking: messages in open channels. */
export type Talking = Omit<Conversations, 'start' | 'view' | 'list' | 'compared' | 'acceptDevice' | 'end'> & {
  /** Seals one content in the first session of the entry: the next entry, and the row for the outbox. In a step. */
  seal(entry: Entry, content: Content, message?: MessageId): { readonly entry: Entry; readonly out: OutboxRow };
  /** What follows from a session that was just begun or answered: hello, and what waited for a session. In a step. */
  afterOpening(entry: Entry): Promise<BookChange>;
  /** Payloads of kind handshake and message, in the order in which they came; in a step. */
  receive(rows: ReadonlyArray<Pick<InboxRow, 'payload' | 'at'>>): Promise<BookChange>;
  /** Octets about a call; with the same message id once. Throws `call/not-open`. */
  sendCall(id: ConversationId, message: MessageId, octets: Uint8Array): Promise<void>;
  /** The line of a call: added, or changed where it is there. */
  noteCall(line: Omit<CallLine, 'name'>): Promise<void>;
  /** A line that nobody wrote. In a step. */
  note(entry: Entry, note: Note, count?: number): Promise<BookChange>;
  /** All octets of a file are at the relay: its message goes out. */
  uploaded(upload: Parameters<FilePorts['onUploaded']>[0]): void;
  /** Octets of a conversation without trace, sealed in a signal. False where they did not go out. */
  signal(id: ConversationId, octets: Uint8Array): Promise<boolean>;
  /** Presence is told and asked for, or not, as the settings say. Online and unlocked. */
  onOnline(): Promise<void>;
  isTyping(id: ConversationId): boolean;
  isOnline(id: ConversationId): boolean;
  onFrames(frames: readonly RelayFrame[]): Promise<void>;
  onTime(): Promise<void>;
};
