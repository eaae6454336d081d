import type { ConversationId } from '../../core/chat';
import type { NoTrace } from '../contract';

export type NoTracePorts = {
  /** Seals the octets for the other's device and hands them to the relay, which never keeps them. False: not online. */
  readonly signal: (conversation: ConversationId, octets: Uint8Array) => Promise<boolean>;
  /** Whether a channel is open and their program knows how. */
  readonly possible: (conversation: ConversationId) => Promise<boolean>;
  readonly now: () => number;
  readonly random: (octets: number) => Uint8Array;
  readonly announce: () => void;
  /** The other asks for a conversation without trace. */
  readonly notify: (conversation: ConversationId) => void;
};

export type NoTraceService = NoTrace & {
  /** Octets of the other, out of a signal. Never throws. */
  receive(conversation: ConversationId, octets: Uint8Array): Promise<void>;
  /** At lock, at the end of the channel, at a stop: everything is wiped, the other is told where that is possible. */
  endAll(): Promise<void>;
};
