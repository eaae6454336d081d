import type { Fingerprint } from '../core/brand';
import type { ConversationId, FileId, MessageBody, Validity } from '../core/chat';
import type { DeviceId, MessageId, UserId } from '../core/wire/ids';
import type { MessageRow } from './rows';

/** A device of the other, as a bundle or an introduction named it. Proven only by `checkStatement`. */
export type PeerDevice = {
  readonly certificate: Fingerprint;
  readonly device: DeviceId;
  /** The octets of the signed statement (docs/protocol.md, 2.1), hex. */
  readonly statement: string;
  readonly signature: string;
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
  readonly theirSignalKey?: string;
  readonly theirTyping: boolean;
  readonly theirNoTrace: boolean;
  /** Messages of theirs that are known to be missing. */
  readonly missing: number;
};

/** What a line says; sealed on disk. */
export type MessageContent = {
  readonly at: number;
  readonly body: Exclude<MessageBody, { kind: 'gone' | 'file' }> | FileRecord;
  readonly validity?: Validity;
  readonly late?: boolean;
  /** Mine: their device opened it. */
  readonly opened?: boolean;
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

export type MessageKey = { readonly conversation: ConversationId; readonly id: MessageId };
