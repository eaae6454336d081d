import type { Fingerprint } from './brand';
import type { CallLine, CallPeer } from './calls';
import type { ConversationId } from './chat';
import type { CallMessage } from './wire/call-message';
import type { DeviceId, MessageId } from './wire/ids';

/** Which device a message about a call came from, by the conversation whose channel it came in. */
export type CallOrigin = {
  readonly conversation: ConversationId;
  readonly device: DeviceId;
  /** Of the sender: the same one comes again only where the background died while it was handed on. */
  readonly message?: MessageId;
};

/** What calls, our own and those of pages, need of chat: fulfilled by lib/chat. Throws `vault/locked`, `chat/*`. */
export type CallLines = {
  /** People with whom a channel is open now. */
  open(): Promise<ReadonlyArray<CallPeer & { readonly conversation: ConversationId; readonly device: DeviceId }>>;
  /** The other end, where a channel is open with it; else throws `call/not-open`. */
  peer(conversation: ConversationId): Promise<CallPeer & { readonly device: DeviceId }>;
  /** Through the channel, in order, by the outbox; with the same id it goes out once. Throws `call/not-open`. */
  send(conversation: ConversationId, id: MessageId, message: CallMessage): Promise<void>;
  /** A line in the conversation's history: added, or changed where it is there. */
  note(line: Omit<CallLine, 'name'>): Promise<void>;
  /** Certificate of mine that my device is bound to. */
  myCertificate(): Promise<Fingerprint>;
  /** Compared by voice: the certificate is verified everywhere, or refused. */
  compared(conversation: ConversationId, same: boolean): Promise<void>;
};
