import type { ConversationId } from '../../core/chat';
import type { ErrorCode } from '../../core/error-codes';
import type { NoTrace } from '../contract';
import type { NoTracePorts } from './contract';
import type { Frame, RunId } from './frames';
import type { Talk, TalkPorts } from './talk-contract';

/** From a request to its end. `mine`: it was asked on this side. */
export type Run = {
  readonly id: RunId;
  readonly mine: boolean;
  phase: 'asking' | 'asked' | 'agreed';
  stop: () => void;
  talk?: Talk;
};

export type OnePorts = Required<
  Pick<NoTracePorts, 'signal' | 'possible' | 'now' | 'announce' | 'notify' | 'after' | 'makeKey'>
> & {
  readonly otr: TalkPorts['otr'];
};

/** What goes on without trace in one conversation: at most one request, or one private talk, at a time. */
export type OneConversation = {
  [K in keyof NoTrace]: NoTrace[K] extends (id: ConversationId, ...rest: infer Rest) => Promise<infer Answer>
    ? (...rest: Rest) => K extends 'view' ? Answer : Promise<Answer>
    : never;
} & {
  receive(frame: Frame): void;
  active(): boolean;
};

/** Why an `end` of theirs ended it, as this person hears it. */
export function endCode(phase: Run['phase'], reason: 'ended' | 'unknown'): ErrorCode {
  if (phase === 'asked') return 'otr/withdrawn';
  return reason === 'ended' ? 'otr/ended-by-them' : 'otr/lost';
}
