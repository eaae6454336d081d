import type { CallEnd, CallId, CallLine } from '../../core/calls';
import type { ConversationId } from '../../core/chat';
import { type CallMessage, writeCallMessage } from '../../core/wire/call-message';
import { toHex } from '../../core/wire/hex';
import { OWN_CALL_LIMITS } from '../limits';
import { type Call, type CallsState, type StepContext, type Todo, withTodo } from '../state';
import { withRing } from './often';

export const sending = (ctx: StepContext, conversation: ConversationId, message: CallMessage): Todo => ({
  act: 'send',
  conversation,
  id: ctx.newId(),
  octets: toHex(writeCallMessage(message)),
  ...(message.kind === 'offer' || message.kind === 'accept' ? { must: message.call } : {}),
});

/** Nothing with this id rings any more: an offer that an end overtook, a call that is over. */
export const withGone = (state: CallsState, id: CallId): CallsState =>
  state.gone.includes(id) ? state : { ...state, gone: [...state.gone, id].slice(-OWN_CALL_LIMITS.gone) };

export function lineOf(call: Call, why: CallEnd, now: number): CallLine {
  const { id, conversation, direction, video, at, connectedAt } = call;
  const line = { id, conversation, name: call.peer.name, direction, video, at, why };
  const isNew = why === 'missed' && call.phase === 'incoming';
  if (connectedAt === undefined) return { ...line, isNew };
  return { ...line, isNew, seconds: Math.round(Math.max(0, now - connectedAt) / 1_000) };
}

export type Finish = {
  readonly why: CallEnd;
  readonly by: 'me' | 'them';
  /** What the other side is told, where it is told. */
  readonly tell?: CallEnd;
};

/** The call that is under way is over: in the list, quiet, and the other side knows. */
export function finish(state: CallsState, call: Call, { why, by, tell }: Finish, ctx: StepContext): CallsState {
  const { id, conversation, peer } = call;
  const line = lineOf(call, why, ctx.now);
  // Nothing of what the other's window said is of use any more.
  const over: Call = { ...call, phase: 'over', over: { why, by, at: ctx.now }, signals: [] };
  const todo: Todo[] = [];
  if (tell !== undefined) todo.push(sending(ctx, conversation, { kind: 'end', call: id, why: tell }));
  if (call.direction === 'in') todo.push({ act: 'quiet' });
  todo.push({ act: 'note', line });
  if (line.isNew) todo.push({ act: 'close' }, { act: 'notify', id, kind: 'missed', name: peer.name });
  const next = withGone(withGone(withTodo({ ...state, call: over }, ...todo), id), call.openedAs);
  return call.phase === 'incoming' ? withRing(next, conversation, ctx.now) : next;
}
