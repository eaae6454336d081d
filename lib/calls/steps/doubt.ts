import type { CallOrigin } from '../../core/call-lines';
import { CALL_LIMITS, type CallPeer } from '../../core/calls';
import type { CallMessage } from '../../core/wire/call-message';
import { OWN_CALL_LIMITS } from '../limits';
import { type CallsState, type Doubt, isCalled, type StepContext, withTodo } from '../state';
import { sending } from './finish';
import { type Came, missed, takeOffer } from './offer';

type Offer = Extract<CallMessage, { kind: 'offer' }>;

/** No doubt any more: where there was one, that call is missed. */
export function giveUpDoubt(state: CallsState, ctx: StepContext): CallsState {
  const { doubt: given, ...rest } = state;
  return given === undefined ? state : missed(rest, given, 'missed', ctx);
}

/**
 * By the clocks this offer is old, or of the future: the relay's clock and mine are apart, or it waited. Who calls is
 * asked; an answer comes after my question, whatever any clock says.
 */
function doubt(state: CallsState, came: Came, ctx: StepContext): CallsState {
  const ask = sending(ctx, came.conversation, { kind: 'still', call: came.id });
  const asked: Doubt = { ...came, until: ctx.now + OWN_CALL_LIMITS.doubtMs };
  return withTodo({ ...giveUpDoubt(state, ctx), doubt: asked }, ask);
}

/** It still rings there: it is a call of now. */
export function believe(state: CallsState, ctx: StepContext): CallsState {
  const { doubt: given, ...rest } = state;
  if (given === undefined) return state;
  if (ctx.now >= given.until) return giveUpDoubt(state, ctx);
  return takeOffer(rest, { ...given, at: ctx.now }, ctx);
}

/** An offer came. `at`: when the relay took it. */
export function hearOffer(
  state: CallsState,
  { from, peer, offer, at }: { from: CallOrigin; peer: CallPeer; offer: Offer; at: number | undefined },
  ctx: StepContext,
): CallsState {
  const { call: id, video } = offer;
  const { conversation, device } = from;
  const { now } = ctx;
  if (isCalled(state.call, id) || state.gone.includes(id) || state.doubt?.id === id) return state;
  // The clock of the relay, where it is there: that of the other device may be wrong.
  const taken = at ?? offer.at;
  const came = { id, conversation, device, video, peer, at: Math.min(taken, now) };
  if (now - taken > OWN_CALL_LIMITS.oldMs) return missed(state, came, 'missed', ctx);
  return Math.abs(now - taken) > CALL_LIMITS.offerMs ? doubt(state, came, ctx) : takeOffer(state, came, ctx);
}
