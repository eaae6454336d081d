import type { ConversationId } from '../../core/chat';
import type { AccountKey } from '../../otr/account-key';
import type { OtrPorts } from '../../otr/ports';
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
  /** Runs once after so many milliseconds, unless the answer is called before; a timer of the thread where left out. */
  readonly after?: After;
  /** A key for one conversation, made when both agreed; `createAccountKey` where left out. */
  readonly makeKey?: (ports: OtrPorts) => Promise<AccountKey>;
};

export type After = (ms: number, run: () => void) => () => void;

export type NoTraceService = NoTrace & {
  /**
   * Octets of the other, out of a signal. Never throws, and answers before what follows from them is done, so that it
   * may be awaited in a step while `signal` needs one.
   */
  receive(conversation: ConversationId, octets: Uint8Array): Promise<void>;
  /**
   * At lock, at the end of the channel, at a stop: everything is wiped, the other is told where that is possible. It is
   * wiped when this returns; the promise waits for the telling.
   */
  endAll(): Promise<void>;
  /** Whether anything is asked for or under way: a background that ends now would end it. */
  active(): boolean;
};
