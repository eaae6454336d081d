import type { SessionTag } from '../channel/fields';
import type { Fingerprint } from '../core/brand';
import type { ConversationId, FileId, MessageBody } from '../core/chat';
import type { ErrorCode } from '../core/error-codes';
import type { DeviceId, MessageId, UserId } from '../core/wire/ids';
import type { MessageRow, Receipt } from './rows';

/** A device of the other, as a bundle or an introduction named it. Proven only by `checkStatement`. */
export type PeerDevice = {
  readonly certificate: Fingerprint;
  readonly device: DeviceId;
  /** The octets of the signed statement (docs/protocol.md, 2.1), hex. */
  readonly statement: string;
  readonly signature: string;
  /** Of a claim or a rival: they said that they accepted my certificate. */
  readonly accepts?: boolean;
};

/** Messages of theirs that are missing, by their places in a session, and the line that says so. */
export type Gap = {
  readonly tag: SessionTag;
  readonly from: number;
  readonly until: number;
  readonly count: number;
  readonly id: MessageId;
  readonly place: number;
  /** Those of them that came late, or that the other took back: each is counted off once. */
  readonly settled?: readonly number[];
};

/** What came about a call, until it is handed on: a background may die in between. */
export type HeardCall = {
  readonly id: MessageId;
  readonly device: DeviceId;
  /** Its place among those of its session. */
  readonly tag: SessionTag;
  readonly index: number;
  /** When the relay took it. */
  readonly at?: number;
  /** Hex. */
  readonly octets: string;
};

/** Somebody said to be this user. It counts for nothing before the relay's directory names the same device. */
export type ClaimedDevice = PeerDevice & {
  /** The certificate that signed the statement: binary, public; hex. */
  readonly octets: string;
  readonly at: number;
};

/** Everything about one conversation that is secret on disk. Plain JSON. */
export type ConversationRecord = {
  readonly id: ConversationId;
  /** The other, at my relay. */
  readonly user: UserId;
  /** My account that it belongs to: after another login it can be read, not written to. */
  readonly mine: UserId;
  readonly createdAt: number;
  readonly peer?: PeerDevice;
  /** Another certificate or device that wants the place of `peer`. */
  readonly rival?: PeerDevice;
  /** Newest last. */
  readonly claims?: readonly ClaimedDevice[];
  /** My last introduction: to which device, and whether it said that I accepted their certificate. */
  readonly introducedTo?: { readonly device: DeviceId; readonly at: number; readonly accepts: boolean };
  /** Ids of the last introductions of theirs: one that comes again changes nothing. */
  readonly heard?: readonly MessageId[];
  /** When the newest of them was made, by the clock of that device: an older one came late. */
  readonly heardAt?: { readonly device: DeviceId; readonly at: number };
  /** That I ended it is still to be said. */
  readonly farewell?: boolean;
  /** Why it does not go on by itself, where that is known. */
  readonly problem?: ErrorCode;
  /** My introduction went out to `peer`. */
  readonly introduced: boolean;
  /** They said, by an introduction or by opening a session, that they accepted my certificate. */
  readonly theyAccepted: boolean;
  readonly ended?: { readonly by: 'me' | 'them'; readonly at: number };
  readonly lastAt: number;
  readonly preview: string;
  readonly unread: number;
  readonly readUpTo: number;
  readonly draft: string;
  /** Hex, 32 octets each: what I seal signals with, and what they do. */
  readonly signalKey?: string;
  /** Whose device knows my key: another one gets another. */
  readonly signalKeyOf?: DeviceId;
  readonly theirSignalKey?: string;
  readonly theirTyping: boolean;
  readonly theirNoTrace: boolean;
  /** Messages of theirs that are known to be missing. */
  readonly missing: number;
  readonly gaps?: readonly Gap[];
  /** In the order in which they were sent, as far as they came together. */
  readonly heardCalls?: readonly HeardCall[];
  /** Ids of what was last said about calls, newest last: asked again, it is not said again. */
  readonly saidOfCalls?: readonly MessageId[];
  /** When the channel was open for the first time since it was last ended. */
  readonly openedAt?: number;
  /** Messages of theirs that they have not been told of yet: opened here, and read. */
  readonly owed?: Receipt;
};

/** What a line says; sealed on disk. */
export type MessageContent = {
  readonly at: number;
  readonly body: Exclude<MessageBody, { kind: 'gone' | 'file' }> | FileRecord;
  readonly late?: boolean;
};

/** A file as its line keeps it; how far its transfer is stands in its row. */
export type FileRecord = {
  readonly kind: 'file';
  readonly file: FileId;
  readonly name: string;
  readonly mediaType: string;
  readonly octets: number;
  readonly sealedOctets: number;
  /** Hex, 32 octets. */
  readonly key: string;
  readonly attachment?: string;
  readonly expires?: number;
};

/** A line with its content open. `content` is `undefined` once it is gone. */
export type MessageRecord = Omit<MessageRow, 'sealed'> & { readonly content?: MessageContent };
