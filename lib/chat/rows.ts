import type { SessionTag } from '../channel/fields';
import type { ConversationId, FileId, MessageState, Validity } from '../core/chat';
import type { AttachmentId, DeviceId, MessageId } from '../core/wire/ids';
import type { RelayAccount } from '../net/contract';

/**
 * What lies on disk. Readable without the passphrase: random ids, counts, places, states and times, and what is sealed
 * for the channel anyway. Never a name, an address, a fingerprint, a word.
 */

/** `record`: a `ConversationRecord`; `channel`: the state of lib/channel. Both sealed by the vault. */
export type ConversationRow = {
  readonly id: ConversationId;
  readonly record: Uint8Array;
  readonly channel?: Uint8Array;
};

/** One line of a conversation. State and end of validity stay readable, so that they can change while locked. */
export type MessageRow = {
  readonly conversation: ConversationId;
  readonly place: number;
  readonly id: MessageId;
  readonly mine: boolean;
  readonly state: MessageState;
  readonly problem?: string;
  readonly goneAt?: number;
  /** When it was written or came here; one that is sent again is written again. */
  readonly writtenAt?: number;
  /** Kept readable, as all that has to be known while locked: from when on the content's time runs. */
  readonly validity?: Validity;
  /** The file that goes with the content. */
  readonly file?: FileId;
  /** Counts as unread although nobody sent it: a call that was missed. */
  readonly counted?: true;
  /** Mine: their device opened it. */
  readonly opened?: true;
  /** A `MessageContent`, sealed by the vault; `undefined` once the content is gone. */
  readonly sealed?: Uint8Array;
};

/** Messages of theirs that were opened here, and read. */
export type Receipt = { readonly opened: readonly MessageId[]; readonly read: readonly MessageId[] };

/** Where a message of mine stands in its session that is worth nothing a minute later: about a call. */
export type Passing = { readonly tag: SessionTag; readonly index: number };

/** One payload that is to go out, sealed for the channel already: it goes out while locked, too. */
export type OutboxRow = {
  /** Id at the relay; the same payload sent again has the same. */
  readonly id: MessageId;
  readonly conversation: ConversationId;
  /** The line it is of; `undefined` for what nobody sees (halves, receipts). */
  readonly message?: MessageId;
  /** What it acknowledges, so that this is said again where it got lost. */
  readonly receipt?: Receipt;
  /** Given up after a minute, and the other is told that nothing is missing there: until that is said, it waits here. */
  readonly passing?: Passing;
  /** Empty for a message that waits for a session or for its file: it is sealed when that is there. */
  readonly to: readonly DeviceId[];
  /** Emptied once the relay has stored it. */
  readonly payload: Uint8Array;
  readonly createdAt: number;
  readonly tries: number;
  /** When it is tried again; of one that is stored: when nobody can have fetched it any more. */
  readonly nextTry: number;
  /** `sent`: the relay may have it; `stored`: it has it, and says when it was delivered or expired. */
  readonly state: 'queued' | 'sent' | 'stored';
  /** Order in which they are sent. */
  readonly turn: number;
};

/** One payload that came and was not opened yet. */
export type InboxRow = {
  /** Grows by one; drawn by the database. */
  readonly turn: number;
  /** Id at the relay: the same one comes once. */
  readonly id: MessageId;
  readonly at: number;
  readonly payload: Uint8Array;
};

/** A file that is sealed here. `record` (name, key) is in the message; this is what its transfer needs while locked. */
export type FileRow = {
  readonly file: FileId;
  readonly conversation: ConversationId;
  readonly message: MessageId;
  readonly direction: 'up' | 'down';
  readonly state: 'waiting' | 'moving' | 'here' | 'failed' | 'cancelled';
  readonly problem?: string;
  readonly attachment?: AttachmentId;
  /** Octets of the sealed file that are at their end. */
  readonly done: number;
  readonly sealedOctets: number;
  /** Milliseconds since 1970: until when the relay keeps it. */
  readonly expires?: number;
};

/** All of it or nothing. */
export type ChatWrite = {
  readonly device?: Uint8Array;
  readonly conversations?: readonly ConversationRow[];
  readonly removeConversations?: readonly ConversationId[];
  readonly messages?: readonly MessageRow[];
  readonly removeMessages?: ReadonlyArray<readonly [ConversationId, place: number]>;
  readonly outbox?: readonly OutboxRow[];
  readonly unqueue?: readonly MessageId[];
  /** Turns of inbox rows that are opened. */
  readonly opened?: readonly number[];
};

/** Each method is one transaction. Failures are `store/full` and `store/failed`. */
export type ChatRows = {
  /** My device, sealed by the vault. */
  device(): Promise<Uint8Array | undefined>;
  conversations(): Promise<readonly ConversationRow[]>;
  conversation(id: ConversationId): Promise<ConversationRow | undefined>;
  /** Places below `before` (all without it), newest first, at most `limit`. */
  messages(conversation: ConversationId, before: number | undefined, limit: number): Promise<readonly MessageRow[]>;
  message(conversation: ConversationId, id: MessageId): Promise<MessageRow | undefined>;
  /** Highest place in use; 0 where there is none. */
  lastPlace(conversation: ConversationId): Promise<number>;
  /** Whose content is over at this time. */
  overdue(now: number): Promise<readonly MessageRow[]>;
  /** The next end of validity. */
  nextGone(): Promise<number | undefined>;
  /** In the order of `turn`. */
  outbox(): Promise<readonly OutboxRow[]>;
  outboxOf(id: MessageId): Promise<OutboxRow | undefined>;
  /** In the order in which they came. */
  inbox(limit: number): Promise<readonly InboxRow[]>;
  unopened(): Promise<number>;
  /** Answers how many were new; one that is here already is passed over. */
  putInbox(rows: ReadonlyArray<Omit<InboxRow, 'turn'>>): Promise<number>;
  write(change: ChatWrite): Promise<void>;
};

export type FileRows = {
  get(file: FileId): Promise<FileRow | undefined>;
  /** Those that wait or move. */
  unfinished(): Promise<readonly FileRow[]>;
  put(row: FileRow): Promise<void>;
  /** With all of its pieces. */
  remove(file: FileId): Promise<void>;
  putPiece(file: FileId, piece: number, octets: Uint8Array): Promise<void>;
  /** Sealed octets, as they were put. */
  piece(file: FileId, piece: number): Promise<Uint8Array | undefined>;
  pieces(file: FileId): Promise<number>;
};

export type RelayAccountRows = {
  get(): Promise<RelayAccount | undefined>;
  put(account: RelayAccount): Promise<void>;
  /** The account, and with it the device and everything that waits; conversations stay readable. */
  remove(): Promise<void>;
};
