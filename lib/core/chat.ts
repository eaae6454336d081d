import type { Brand, Fingerprint } from './brand';
import type { CallEnd, CallId } from './calls';
import type { Decision } from './certificate';
import type { ErrorCode } from './error-codes';
import type { MessageId, UserId } from './wire/ids';

/** What windows are told of chat; everything here is drawn as it is. Times are milliseconds since 1970. */

/** Random 128 bits, hex: one conversation on this device. It says nothing about whom it is with. */
export type ConversationId = Brand<string, 'ConversationId'>;
/** Random 128 bits, hex: one file on this device. */
export type FileId = Brand<string, 'FileId'>;

/** The connection to the relay. */
export type LinkState =
  | { readonly phase: 'absent' }
  | { readonly phase: 'connecting' }
  | { readonly phase: 'online' }
  /** It is tried again by itself, at `nextTry` at the latest. */
  | { readonly phase: 'offline'; readonly code: ErrorCode; readonly nextTry: number }
  /** A person has to do something: `relay/revoked`, `relay/version`, `relay/replaced`, ... */
  | { readonly phase: 'stopped'; readonly code: ErrorCode };

export type RelayStatus = {
  readonly link: LinkState;
  /** `undefined` where there is no account yet. */
  readonly account: { readonly relay: string; readonly user: UserId } | undefined;
  /** Messages of mine that the relay does not have yet. */
  readonly queued: number;
  /** Messages that came while locked: stored sealed, not opened. */
  readonly unopened: number;
};

/**
 * How far the channel of a conversation is; design.md has the words. Never more than is true.
 * `changed`: another certificate or device of theirs wants the place; nothing goes out until a person decided.
 */
export const CHANNEL_STATES = [
  'none',
  'your-decision',
  'their-decision',
  'other-half',
  'open',
  'changed',
  'ended',
] as const;
export type ChannelState = (typeof CHANNEL_STATES)[number];

export type ConversationStatus = {
  readonly channel: ChannelState;
  /** Only in `changed`. */
  readonly changed?: 'certificate' | 'device';
  /** Only in `ended`. */
  readonly endedBy?: 'me' | 'them';
  /** Only in `ended` by me: they have asked to begin again since. */
  readonly asked?: true;
  /** Whether writing is possible now (what is written may wait). */
  readonly writable: boolean;
  /** The decision about their certificate, where there is one. */
  readonly decision: Decision | 'unknown';
  /** Why it does not go on by itself, where that is known: a sentence beside the state. */
  readonly problem?: ErrorCode;
};

/** Everything that is in one conversation's row of the list. */
export type ConversationSummary = {
  readonly id: ConversationId;
  readonly user: UserId;
  /** From their certificate once it is here, else their user id. */
  readonly name: string;
  readonly fingerprint?: Fingerprint;
  readonly status: ConversationStatus;
  readonly unread: number;
  readonly queued: number;
  readonly lastAt: number;
  /** The beginning of the last message. */
  readonly preview: string;
  readonly draft: string;
  readonly online: boolean;
  readonly typing: boolean;
};

export type ConversationView = ConversationSummary & {
  readonly email?: string;
  readonly startedAt?: number;
  /** Twelve digits to be compared by voice; `undefined` until both sides can know them. */
  readonly comparison?: string;
  /** Their newer certificate that waits for a decision, in `changed`. */
  readonly rival?: Fingerprint;
  /** Whether their program answers a request for a conversation without trace: known once a channel was open. */
  readonly noTrace: boolean;
};

/** When the content of a message is gone on both sides: so long after it came, or after it was read. */
export type Validity = { readonly from: 'arrival' | 'reading'; readonly ms: number };

/** Mine: `sending` until the relay has it, then `stored`, `delivered`, or `error`. Theirs: `received`. */
export type MessageState = 'sending' | 'stored' | 'delivered' | 'error' | 'received';

export type TransferState = 'offered' | 'waiting' | 'moving' | 'here' | 'failed' | 'cancelled';
export type Transfer = {
  readonly state: TransferState;
  /** Octets of `octets` that are through. */
  readonly done: number;
  readonly octets: number;
  readonly code?: ErrorCode;
};

export type FileBody = {
  readonly kind: 'file';
  readonly file: FileId;
  /** As its sender named it: shown with control characters neutralised. */
  readonly name: string;
  readonly mediaType: string;
  readonly octets: number;
  readonly transfer: Transfer;
};

/** Lines of the conversation itself, written by nobody. */
export const NOTES = [
  'opened',
  'ended-by-me',
  'ended-by-them',
  'certificate-changed',
  'device-changed',
  'lost',
  'newer-version',
  'restarted',
  'verified',
] as const;
export type Note = (typeof NOTES)[number];

/** A call of ours, once it is over; lib/core/call-line-words.ts has its words. */
export type CallBody = {
  readonly kind: 'call';
  readonly call: CallId;
  readonly direction: 'out' | 'in';
  readonly video: boolean;
  readonly why: CallEnd;
  /** Of media, where there was any. */
  readonly seconds?: number;
};

export type MessageBody =
  | { readonly kind: 'text'; readonly text: string }
  | FileBody
  | CallBody
  /** Validity is over: only that there was one. */
  | { readonly kind: 'gone' }
  /** `count`: how many messages are missing, for `lost`. */
  | { readonly kind: 'note'; readonly note: Note; readonly count?: number };

export type ChatMessage = {
  readonly id: MessageId;
  readonly conversation: ConversationId;
  /** Its place in the conversation; grows, with holes. */
  readonly place: number;
  readonly mine: boolean;
  readonly at: number;
  readonly body: MessageBody;
  readonly state: MessageState;
  /** Why it is in `error`. */
  readonly problem?: ErrorCode;
  readonly validity?: Validity;
  /** When the content goes, once that is known. */
  readonly goneAt?: number;
  /** It came after messages that were written later. */
  readonly late: boolean;
};

/** Newest last. */
export type HistoryPage = { readonly messages: readonly ChatMessage[]; readonly more: boolean };

export type SearchHit = { readonly conversation: ConversationId; readonly name: string; readonly message: ChatMessage };

/** A conversation without trace: in memory only, gone when it ends, when keys lock, or when the browser ends. */
export type NoTraceView = {
  readonly phase: 'none' | 'asking' | 'asked' | 'starting' | 'private' | 'ended';
  /** Why it ended. */
  readonly code?: ErrorCode;
  /** While it is private: why what was said last may not have come. Gone as soon as they are heard again. */
  readonly trouble?: ErrorCode;
  readonly messages: ReadonlyArray<{
    readonly id: MessageId;
    readonly mine: boolean;
    readonly text: string;
    readonly state: 'sending' | 'delivered' | 'error' | 'received';
  }>;
  /** A shared secret is compared: the other asked, with their question; or how the last comparison ended. */
  readonly smp: {
    readonly state: 'none' | 'asking' | 'asked' | 'same' | 'different';
    readonly question?: string;
    /** In `none`: the last comparison came to no result (both asked at once, or one side stopped it). */
    readonly stopped?: true;
  };
};
