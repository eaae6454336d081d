import type { CallId } from '../../core/calls';
import { AppError } from '../../core/errors';
import { type Call, type CallsState, type StepContext, underWay, withTodo } from '../state';
import { finish, sending } from './finish';
import { forgiven } from './often';

const need = (state: CallsState, id: CallId): Call => {
  const call = underWay(state, id);
  if (call === undefined) throw new AppError('call/unknown');
  return call;
};

/** I answer. Throws `call/unknown` where it does not ring any more. */
export function acceptCall(state: CallsState, id: CallId, ctx: StepContext): CallsState {
  const call = need(state, id);
  if (call.phase === 'answered') return state;
  if (call.phase !== 'incoming') throw new AppError('call/unknown');
  const { now } = ctx;
  const answered: Call = { ...call, phase: 'answered', aliveAt: now, stillSince: now };
  const accept = sending(ctx, call.conversation, { kind: 'accept', call: call.id });
  return withTodo({ ...forgiven(state, call.conversation), call: answered }, { act: 'quiet' }, accept);
}

/** How a call is over that I end: declined, cancelled or hung up, whichever it is. */
export function endCall(state: CallsState, call: Call, why: 'ended' | 'failed', ctx: StepContext): CallsState {
  const plain = call.phase === 'answered' ? 'ended' : call.phase === 'incoming' ? 'declined' : 'cancelled';
  const end = why === 'failed' ? 'failed' : plain;
  return finish(state, call, { why: end, by: 'me', tell: end }, ctx);
}

/** The window says that it is there, and whether media flow. Throws `call/unknown`. */
export function hearAlive(state: CallsState, id: CallId, connected: boolean, ctx: StepContext): CallsState {
  const { stillSince, ...call } = need(state, id);
  const { now } = ctx;
  const alive: Call = { ...call, windowSeen: true, aliveAt: now };
  if (call.phase !== 'answered') return { ...state, call: stillSince === undefined ? alive : { ...alive, stillSince } };
  if (!connected) return { ...state, call: { ...alive, stillSince: stillSince ?? now } };
  return { ...state, call: { ...alive, connectedAt: call.connectedAt ?? now } };
}

/** The window came up. */
export const seeWindow = (state: CallsState, call: Call): CallsState =>
  call.windowSeen ? state : { ...state, call: { ...call, windowSeen: true } };
