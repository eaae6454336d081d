import { OWN_CALL_LIMITS } from '../limits';
import { type Call, type CallsState, isUnderWay, type StepContext } from '../state';
import { giveUpDoubt } from './doubt';
import { finish } from './finish';

const { aliveMs, stillMs } = OWN_CALL_LIMITS;

/** When the call that is under way is over if nothing more happens. */
function deadlineOf({ phase, until, aliveAt, stillSince }: Call): number {
  if (phase !== 'answered') return until;
  return Math.min(aliveAt + aliveMs, stillSince === undefined ? Number.POSITIVE_INFINITY : stillSince + stillMs);
}

/** When there is something to look at; `undefined`: never. */
export function nextLook({ call, doubt }: CallsState): number | undefined {
  const times = [...(isUnderWay(call) ? [deadlineOf(call)] : []), ...(doubt === undefined ? [] : [doubt.until])];
  return times.length === 0 ? undefined : Math.min(...times);
}

/** What time alone ends: ringing, a window that died, media that stopped. Alarms may be late, so each look asks. */
export function passTime(before: CallsState, ctx: StepContext): CallsState {
  const { doubt } = before;
  // A clock that was set back does not hold a question open.
  const isOver = doubt !== undefined && (ctx.now >= doubt.until || doubt.until - ctx.now > OWN_CALL_LIMITS.doubtMs);
  const state = isOver ? giveUpDoubt(before, ctx) : before;
  const { call } = state;
  if (!isUnderWay(call) || ctx.now < deadlineOf(call)) return state;
  if (call.phase === 'answered') return finish(state, call, { why: 'failed', by: 'me', tell: 'failed' }, ctx);
  const by = call.direction === 'out' ? 'me' : 'them';
  return finish(state, call, { why: 'missed', by, tell: 'missed' }, ctx);
}
