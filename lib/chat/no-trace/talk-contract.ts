import type { NoTraceView } from '../../core/chat';
import type { ErrorCode } from '../../core/error-codes';
import type { MessageId } from '../../core/wire/ids';
import type { AccountKey } from '../../otr/account-key';
import type { OtrPorts } from '../../otr/ports';
import type { After } from './contract';
import type { Body } from './frames';

export type TalkPorts = {
  readonly otr: OtrPorts;
  readonly after: After;
  readonly makeKey: (ports: OtrPorts) => Promise<AccountKey>;
  /** False: not online. Never fails, and keeps the order of the calls. */
  readonly post: (body: Body) => Promise<boolean>;
  readonly changed: () => void;
  /** It is over, and not by us: to end it, and to say why, is the caller's. */
  readonly over: (code: ErrorCode) => void;
};

/** The OTR conversation of two people who agreed to one. All of it is in this closure, until `end`. */
export type Talk = {
  isPrivate(): boolean;
  view(): Pick<NoTraceView, 'messages' | 'smp' | 'trouble'>;
  receive(text: Extract<Body, { kind: 'otr' }>): void;
  /** They read our text of this number. */
  wasRead(sequence: number): void;
  /** While it is private. Again with the id of a message in `error`: once more. What became of it is in the view. */
  send(id: MessageId, text: string): Promise<void>;
  /** Answers why it was refused. */
  compare(secret: string, question: string | undefined): Promise<ErrorCode | undefined>;
  /** Forgets everything at once; `tell`: and tells the other side, for which the promise waits. */
  end(tell: boolean): Promise<void>;
};
