import { type CallsState, isUnderWay, type StepContext, withTodo } from '../state';
import { finish } from './finish';
import { endCall } from './window';

/** A person is about to lock: what was begun ends, and the other side is told. What rings goes on, in silence. */
export function beforeLock(state: CallsState, ctx: StepContext): CallsState {
  const { call } = state;
  if (!isUnderWay(call) || call.phase === 'incoming') return state;
  return endCall(state, call, 'ended', ctx);
}

/** Keys are locked. The other side is told, and the call noted, when they are open again. */
export function afterLock(state: CallsState, ctx: StepContext): CallsState {
  const { call } = state;
  if (!isUnderWay(call)) return state;
  if (call.phase === 'incoming') return withTodo(state, { act: 'quiet' });
  return finish(state, call, { why: 'failed', by: 'me', tell: 'failed' }, ctx);
}
