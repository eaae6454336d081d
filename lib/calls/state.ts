import type { HeardSignal } from '../bus/calls-protocol';
import type { CallId, CallLine, CallPeer, CallView, CallWords } from '../core/calls';
import type { ConversationId } from '../core/chat';
import type { DeviceId, MessageId } from '../core/wire/ids';
import type { LineProgress } from './line/progress';

/** The words of a call, as far as they are; octets as hex. */
export type WordsState = {
  readonly progress: LineProgress;
  readonly shown: CallWords;
  /** Digests of the DTLS certificates, once the window knows both. */
  readonly dtls?: { readonly mine: string; readonly theirs: string };
  /** What the other device said before they were known. */
  readonly early: ReadonlyArray<{ readonly attempt: number; readonly octets: string }>;
};

/** One call, as it is kept in session memory: JSON. Times as in CallView. */
export type Call = Omit<CallView, 'words' | 'servers' | 'onlyTurn'> & {
  /** The id that its window was opened with: another one where both had called each other. */
  readonly openedAs: CallId;
  readonly device: DeviceId;
  /** It rings until then. */
  readonly until: number;
  /** The window is there; when it last said so, or when the call was answered. */
  readonly windowSeen: boolean;
  readonly aliveAt: number;
  /** Since when no media flow, while it is answered. */
  readonly stillSince?: number;
  readonly words: WordsState;
  /** What the other's window said and this one has not heard. */
  readonly signals: readonly HeardSignal[];
  /** How many there were. */
  readonly heard: number;
};

/** What is to be done after a step, each at least once: done again where the background died before it said so. */
export type Todo =
  | {
      readonly act: 'send';
      readonly conversation: ConversationId;
      readonly id: MessageId;
      readonly octets: string;
      /** The call that there is not, where this cannot be sent. */
      readonly must?: CallId;
    }
  /** The words were said to differ: the channel is closed, after what was to be said in it. */
  | { readonly act: 'refuse'; readonly conversation: ConversationId }
  | { readonly act: 'note'; readonly line: CallLine }
  | { readonly act: 'open'; readonly id: CallId }
  | { readonly act: 'close' }
  | { readonly act: 'quiet' }
  | { readonly act: 'notify'; readonly id: CallId; readonly kind: 'ringing' | 'missed'; readonly name: string };

/** An offer that may be old: its caller was asked whether the call still rings. */
export type Doubt = {
  readonly id: CallId;
  readonly conversation: ConversationId;
  readonly device: DeviceId;
  readonly peer: CallPeer;
  readonly video: boolean;
  /** When it came to the relay, by the clocks. */
  readonly at: number;
  /** Without an answer by then it is a missed call. */
  readonly until: number;
};

export type CallsState = {
  /** The one that is under way, or was last. */
  readonly call?: Call;
  /** Ids that nothing rings for any more, the newest last. */
  readonly gone: readonly CallId[];
  readonly doubt?: Doubt;
  /** Calls that came and were not answered, the newest last. */
  readonly rang: ReadonlyArray<{ readonly conversation: ConversationId; readonly at: number }>;
  /** Messages that changed something: chat hands one on again where the background died over it. */
  readonly taken: readonly MessageId[];
  readonly todo: readonly Todo[];
};

export const NO_CALLS: CallsState = { gone: [], rang: [], taken: [], todo: [] };

/** What a step is given beside its state: it knows no clock and draws nothing by itself. */
export type StepContext = { readonly now: number; newId(): MessageId };

export const isUnderWay = (call: Call | undefined): call is Call => call !== undefined && call.phase !== 'over';

export const isCalled = (call: Call | undefined, id: CallId): boolean =>
  call !== undefined && (call.id === id || call.openedAs === id);

/** The call of this id that is under way. */
export const underWay = ({ call }: CallsState, id: CallId): Call | undefined =>
  isUnderWay(call) && isCalled(call, id) ? call : undefined;

export const withTodo = (state: CallsState, ...todo: readonly Todo[]): CallsState => ({
  ...state,
  todo: [...state.todo, ...todo],
});
