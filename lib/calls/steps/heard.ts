import type { CallOrigin } from '../../core/call-lines';
import type { CallEnd, CallSignal } from '../../core/calls';
import type { CallMessage } from '../../core/wire/call-message';
import { OWN_CALL_LIMITS } from '../limits';
import { type Call, type CallsState, isUnderWay, type StepContext, withTodo } from '../state';
import { saidToDiffer } from './differ';
import { believe, giveUpDoubt } from './doubt';
import { finish, sending, withGone } from './finish';
import { hearSignal } from './signals';

export type HeardMessage = Extract<
  CallMessage,
  { kind: 'ringing' | 'accept' | 'end' | 'description' | 'candidates' | 'muted' | 'still' }
>;

/** Kinds that only a call of ours has: who says them thinks that it is under way. */
const ASK = new Set<HeardMessage['kind']>(['ringing', 'accept', 'description', 'candidates']);

/** How a call is over for me that they ended so. */
function endOf(call: Call, why: CallEnd): CallEnd {
  // Nobody has words to compare before both want the call.
  if (why === 'differ' && call.phase !== 'answered') return 'failed';
  if (call.phase === 'incoming') return 'missed';
  if (call.phase === 'answered') return why === 'declined' || why === 'busy' ? 'ended' : why;
  return why === 'ended' || why === 'cancelled' ? 'declined' : why;
}

const signalOf = (message: HeardMessage): CallSignal | undefined => {
  if (message.kind === 'description') return { kind: 'description', type: message.type, sdp: message.sdp };
  if (message.kind === 'candidates') return { kind: 'candidates', candidates: message.candidates };
  if (message.kind !== 'muted') return undefined;
  const { kind, microphone, camera, screen } = message;
  return { kind, microphone, camera, screen };
};

function hearOf(state: CallsState, call: Call, message: HeardMessage, ctx: StepContext): CallsState {
  const isMine = call.direction === 'out';
  switch (message.kind) {
    case 'ringing':
      return isMine && call.phase === 'calling' ? { ...state, call: { ...call, phase: 'ringing' } } : state;
    case 'accept': {
      if (!isMine || call.phase === 'answered') return state;
      const { now } = ctx;
      return { ...state, call: { ...call, phase: 'answered', aliveAt: now, stillSince: now } };
    }
    case 'still': {
      if (!isMine || call.phase === 'answered') return state;
      return withTodo(state, sending(ctx, call.conversation, { kind: 'still', call: call.id }));
    }
    case 'end':
      return finish(state, call, { why: endOf(call, message.why), by: 'them' }, ctx);
    default: {
      const signal = signalOf(message);
      return signal === undefined ? state : { ...state, call: hearSignal(call, signal) };
    }
  }
}

/** What the other device says of a call; what it says of one that is with somebody else is nothing. */
export function hearMessage(state: CallsState, from: CallOrigin, message: HeardMessage, ctx: StepContext): CallsState {
  const { call, doubt } = state;
  if (doubt?.id === message.call && doubt.conversation === from.conversation && doubt.device === from.device) {
    if (message.kind === 'still') return believe(state, ctx);
    if (message.kind === 'end') return giveUpDoubt(state, ctx);
  }
  if (call?.id === message.call) {
    const isTheirs = call.conversation === from.conversation && call.device === from.device;
    if (!isTheirs) return state;
    if (isUnderWay(call)) return hearOf(state, call, message, ctx);
    // The media's end may have come first, and the words can be compared after the call.
    return message.kind === 'end' && message.why === 'differ' ? saidToDiffer(state, call, 'them') : state;
  }
  if (message.kind === 'end') return withGone(state, message.call);
  // This browser was ended in the middle of a call: they are told, or would wait for it.
  if (!ASK.has(message.kind) || state.gone.includes(message.call)) return state;
  const end = sending(ctx, from.conversation, { kind: 'end', call: message.call, why: 'failed' });
  return withGone(withTodo(state, end), message.call);
}

/** A message of the exchange that came before the certificates of both are known here. */
export function keepEarly(state: CallsState, call: Call, early: Call['words']['early'][number]): CallsState {
  const { words } = call;
  const isThere = words.early.some(({ attempt, octets }) => attempt === early.attempt && octets === early.octets);
  if (isThere || words.early.length >= OWN_CALL_LIMITS.early) return state;
  return { ...state, call: { ...call, words: { ...words, early: [...words.early, early] } } };
}
