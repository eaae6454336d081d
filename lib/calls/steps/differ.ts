import { type Call, type CallsState, type StepContext, type Todo, withTodo } from '../state';
import { finish, lineOf, sending } from './finish';

/** A call that is over, and had words: it is told with the reason that counts most. */
export function saidToDiffer(state: CallsState, call: Call, by: 'me' | 'them'): CallsState {
  const { over, connectedAt } = call;
  if (over === undefined || over.why === 'differ' || connectedAt === undefined) return state;
  const told: Call = { ...call, over: { ...over, why: 'differ', by } };
  return withTodo({ ...state, call: told }, { act: 'note', line: lineOf(told, 'differ', over.at) });
}

/**
 * I say that the words differ: the call is over, the other side hears why, and only then is its channel closed. All of
 * it is kept before any of it is done, in this order.
 */
export function differ(state: CallsState, call: Call, ctx: StepContext): CallsState {
  const refuse: Todo = { act: 'refuse', conversation: call.conversation };
  if (call.phase !== 'over') {
    return withTodo(finish(state, call, { why: 'differ', by: 'me', tell: 'differ' }, ctx), refuse);
  }
  const end = sending(ctx, call.conversation, { kind: 'end', call: call.id, why: 'differ' });
  return withTodo(saidToDiffer(state, call, 'me'), end, refuse);
}
