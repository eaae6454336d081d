import { CALL_LIMITS, type CallId, type CallPeer } from '../../core/calls';
import type { ConversationId } from '../../core/chat';
import { AppError } from '../../core/errors';
import type { DeviceId } from '../../core/wire/ids';
import { NO_PROGRESS } from '../line/progress';
import { type Call, type CallsState, type Doubt, isCalled, isUnderWay, type StepContext, withTodo } from '../state';
import { finish, sending, withGone } from './finish';
import { forgiven, howToRing, withRing } from './often';

export type Came = Omit<Doubt, 'until'>;
type Outgoing = {
  readonly id: CallId;
  readonly conversation: ConversationId;
  readonly device: DeviceId;
  readonly video: boolean;
  readonly peer: CallPeer;
};

const begun = (given: Outgoing, rest: Pick<Call, 'direction' | 'phase' | 'at' | 'until'>, now: number): Call => ({
  ...given,
  ...rest,
  openedAs: given.id,
  windowSeen: false,
  aliveAt: now,
  words: { progress: NO_PROGRESS, shown: { state: 'waiting' }, early: [] },
  signals: [],
  heard: 0,
});

/** I call somebody. Asked again with the same id, it is the same call. Throws `call/busy`. */
export function startCall(state: CallsState, given: Outgoing, ctx: StepContext): CallsState {
  const { id, conversation, video } = given;
  if (isCalled(state.call, id) || state.gone.includes(id)) return state;
  if (isUnderWay(state.call)) throw new AppError('call/busy');
  const { now } = ctx;
  const call = begun(given, { direction: 'out', phase: 'calling', at: now, until: now + CALL_LIMITS.ringMs }, now);
  const offer = sending(ctx, conversation, { kind: 'offer', call: id, at: now, video });
  return withTodo({ ...forgiven(state, conversation), call }, { act: 'open', id }, offer);
}

/** Both called each other: the call with the lower id is the one, on both sides, and both want it. */
function takeTheirs(state: CallsState, mine: Call, { id, video }: Came, ctx: StepContext): CallsState {
  const { now } = ctx;
  const call: Call = {
    ...mine,
    id,
    direction: 'in',
    video,
    phase: 'answered',
    aliveAt: now,
    stillSince: now,
  };
  const cancelled = sending(ctx, mine.conversation, { kind: 'end', call: mine.id, why: 'cancelled' });
  const accept = sending(ctx, mine.conversation, { kind: 'accept', call: id });
  return withGone(withTodo({ ...state, call }, cancelled, accept), mine.id);
}

/** Came too late, too often, or while I was in another call: in the list, and they are told. */
export function missed(
  state: CallsState,
  { id, conversation, video, peer, at }: Came,
  why: 'missed' | 'busy',
  ctx: StepContext,
): CallsState {
  const how = howToRing(state, conversation, ctx.now);
  const end = sending(ctx, conversation, { kind: 'end', call: id, why });
  const next = withRing(withGone(withTodo(state, end), id), conversation, at);
  if (how === 'unsaid') return next;
  const { name } = peer;
  const line = { id, conversation, name, direction: 'in', video, at, why: 'missed', isNew: true } as const;
  if (how === 'quietly') return withTodo(next, { act: 'note', line: { ...line, quiet: true } });
  return withTodo(next, { act: 'note', line }, { act: 'notify', id, kind: 'missed', name });
}

/** Somebody calls me now. `at`: when the relay took it. */
export function takeOffer(state: CallsState, came: Came, ctx: StepContext): CallsState {
  const { id, conversation, device, video, peer, at } = came;
  const { now } = ctx;
  const current = isUnderWay(state.call) ? state.call : undefined;
  const isSameDevice = current?.conversation === conversation && current.device === device;
  if (current !== undefined && isSameDevice && current.direction === 'out') {
    if (current.id < id) return withGone(state, id);
    if (current.phase !== 'answered') return takeTheirs(state, current, came, ctx);
  }
  // One device rings once: a later call says that it gave up the one before.
  const isAgain = current?.phase === 'incoming' && isSameDevice && at >= current.at;
  if (current !== undefined && !isAgain) return missed(state, came, 'busy', ctx);
  const before = current === undefined ? state : finish(state, current, { why: 'missed', by: 'them' }, ctx);
  if (howToRing(before, conversation, now) !== 'aloud') return missed(before, came, 'missed', ctx);

  const until = Math.min(now + CALL_LIMITS.ringMs, at + CALL_LIMITS.offerMs);
  const given = { id, conversation, device, video, peer };
  return withTodo(
    { ...before, call: begun(given, { direction: 'in', phase: 'incoming', at, until }, now) },
    { act: 'notify', id, kind: 'ringing', name: peer.name },
    { act: 'open', id },
    sending(ctx, conversation, { kind: 'ringing', call: id }),
  );
}
