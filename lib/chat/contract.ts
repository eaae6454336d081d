import type { Fingerprint } from '../core/brand';
import type { CallLines } from '../core/call-lines';
import type {
  ChatMessage,
  ConversationId,
  ConversationSummary,
  ConversationView,
  HistoryPage,
  NoTraceView,
  RelayStatus,
  SearchHit,
  Validity,
} from '../core/chat';
import type { MessageId, UserId } from '../core/wire/ids';

/** Work that takes long: cancelled by the signal, told by the fraction from 0 to 1. */
export type Work = { readonly signal?: AbortSignal; readonly onProgress?: (fraction: number) => void };

/** My account at the relay. Failures are `relay/*`. */
export type AccountService = {
  status(): Promise<RelayStatus>;
  /** Needs unlocked keys and a certificate of my own: `vault/locked`, `chat/no-key`. */
  register(wanted: {
    readonly relay: string;
    readonly name: string;
    readonly password: string;
    readonly invitation?: string | undefined;
  }): Promise<RelayStatus>;
  logIn(wanted: { readonly relay: string; readonly user: UserId; readonly password: string }): Promise<RelayStatus>;
  changePassword(current: string, next: string): Promise<void>;
  /** The account at the relay, then what this device knows of it. Conversations stay readable here. */
  deleteAccount(password: string): Promise<RelayStatus>;
  /** Takes this device off the account. */
  logOut(): Promise<RelayStatus>;
  /** Tries to connect now. */
  retry(): Promise<RelayStatus>;
};

export type FileToSend = {
  readonly id: MessageId;
  readonly name: string;
  readonly mediaType: string;
  readonly content: Blob;
  /** Keeps place, camera and the like in a picture; by default they are taken out. */
  readonly keepMetadata: boolean;
  readonly validity?: Validity | undefined;
};

/**
 * Conversations. Everything but `status` of the account throws `vault/locked` while keys are locked; `chat/unknown` for
 * a conversation that is not there. Whatever is asked again with the same message id is done once.
 */
export type Conversations = {
  list(): Promise<readonly ConversationSummary[]>;
  /** `anna.k7m2q`, or with `@relay.example.org` behind it. Throws `chat/*`, `relay/*`. */
  start(address: string): Promise<ConversationId>;
  view(id: ConversationId): Promise<ConversationView>;
  history(id: ConversationId, before: number | undefined, limit: number): Promise<HistoryPage>;
  send(
    id: ConversationId,
    message: { readonly id: MessageId; readonly text: string; readonly validity?: Validity | undefined },
  ): Promise<ChatMessage>;
  sendFile(id: ConversationId, file: FileToSend, work: Work): Promise<ChatMessage>;
  /** A message in `error`. */
  sendAgain(id: ConversationId, message: MessageId): Promise<void>;
  /** What the relay does not have yet is taken back; a transfer is stopped. */
  cancel(id: ConversationId, message: MessageId): Promise<void>;
  loadFile(id: ConversationId, message: MessageId): Promise<void>;
  /** The file itself. Throws `file/not-here`, `file/damaged`. */
  openFile(id: ConversationId, message: MessageId, work: Work): Promise<Blob>;
  /** Everything up to this place was on the screen. */
  read(id: ConversationId, place: number): Promise<void>;
  saveDraft(id: ConversationId, text: string): Promise<void>;
  typing(id: ConversationId, on: boolean): Promise<void>;
  search(query: string): Promise<readonly SearchHit[]>;
  /** What both heard or saw, as it was shown to this person: `same` marks the certificate verified, else refused. */
  compared(id: ConversationId, comparison: string, same: boolean): Promise<void>;
  /** Goes on with their other device, of the same certificate. */
  acceptDevice(id: ConversationId): Promise<void>;
  /** Ends the channel on both sides. History stays. */
  end(id: ConversationId): Promise<void>;
  /** Ends it, and deletes everything of it here. */
  remove(id: ConversationId): Promise<void>;
};

export type NoTrace = {
  view(id: ConversationId): Promise<NoTraceView>;
  /** Asks the other; throws `otr/*`, `relay/unreachable`. */
  ask(id: ConversationId): Promise<void>;
  answer(id: ConversationId, agree: boolean): Promise<void>;
  send(id: ConversationId, message: { readonly id: MessageId; readonly text: string }): Promise<void>;
  /** Compares a secret (SMP): asks, or answers what they asked. */
  compare(id: ConversationId, secret: string, question?: string): Promise<void>;
  end(id: ConversationId): Promise<void>;
};

/** What happens outside: nothing here throws. */
export type ChatEvents = {
  /** The background has started: what was under way goes on. */
  onStart(): Promise<void>;
  onUnlocked(): Promise<void>;
  /** A person is about to lock: what is without trace ends while the other can still be told. */
  onLocking(): Promise<void>;
  onLocked(): Promise<void>;
  /** A certificate was added or decided about. */
  onContacts(): Promise<void>;
  /** My own keys changed: my device may be bound to another certificate now. */
  onKeys(): Promise<void>;
  onSettings(): Promise<void>;
  /** The machine has another network, or one again. */
  onNetwork(): Promise<void>;
  /** The moment that `wakeAt` asked for, or a minute's alarm. */
  onTime(): Promise<void>;
};

export type Chat = {
  readonly account: AccountService;
  readonly conversations: Conversations;
  readonly noTrace: NoTrace;
  readonly events: ChatEvents;
  readonly calls: CallLines;
  /** The certificate that my device is bound to; `undefined` where there is no device yet. */
  deviceCertificate(): Promise<Fingerprint | undefined>;
};
