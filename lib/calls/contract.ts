import type { HeardSignal } from '../bus/calls-protocol';
import type { CallOrigin } from '../core/call-lines';
import type { CallId, CallLine, CallSignal, CallView, IceServer } from '../core/calls';
import type { ConversationId } from '../core/chat';
import type { CallMessage } from '../core/wire/call-message';
import type { MessageId } from '../core/wire/ids';

/**
 * Our own calls, one at a time, between two devices: who rings whom, and what their windows say to each other. Media and
 * DTLS live in the call's window. Throws `vault/locked` while keys are locked, `call/*`, `chat/*`.
 */
export type Calls = {
  list(): Promise<readonly CallLine[]>;
  seen(): Promise<void>;
  current(): Promise<CallView | undefined>;
  start(id: CallId, conversation: ConversationId, video: boolean): Promise<void>;
  show(id: CallId): Promise<void>;
  servers(): Promise<readonly IceServer[]>;
  setServers(servers: readonly IceServer[]): Promise<void>;
  view(id: CallId): Promise<CallView>;
  accept(id: CallId): Promise<void>;
  /** Hangs up, declines or cancels, whichever it is. */
  end(id: CallId, why: 'ended' | 'failed'): Promise<void>;
  say(id: CallId, message: MessageId, signal: CallSignal): Promise<void>;
  hear(id: CallId, after: number): Promise<readonly HeardSignal[]>;
  fingerprints(id: CallId, digests: { readonly mine: Uint8Array; readonly theirs: Uint8Array }): Promise<void>;
  alive(id: CallId, connected: boolean): Promise<void>;
  compared(id: CallId, characters: string, same: boolean): Promise<void>;
  /** A call rings or is under way: a background that ends now would miss what the other says. */
  active(): boolean;
  readonly events: {
    /** One message from the device that the conversation's channel is with. `at`: when the relay took it. Throws nothing. */
    onMessage(from: CallOrigin, message: CallMessage, at: number | undefined): Promise<void>;
    onTime(): Promise<void>;
    /** A person locks: a call ends while it can still be said. */
    onLocking(): Promise<void>;
    onLocked(): Promise<void>;
    onUnlocked(): Promise<void>;
    /** The call's window was closed. */
    onWindowClosed(): Promise<void>;
  };
};
