import { OWN_CALL_LIMITS } from '../limits';
import { type Call, type CallsState, isUnderWay, type StepContext } from '../state';
import { finish } from './finish';

const { aliveMs, stillMs } = OWN_CALL_LIMITS;

/** When the call that is under way is over if nothing more happens. */
export function deadlineOf({ phase, until, aliveAt, stillSince }: Call): number {
  if (phase !== 'answered') return until;
  return Math.min(aliveAt + aliveMs, stillSince === undefined ? Number.POSITIVE_INFINITY : stillSince + stillMs);
}

/** What time alone ends: ringing, a window that died, media that stopped. Alarms may be late, so each look asks. */
export function passTime(state: CallsState, ctx: StepContext): CallsState {
  const { call } = state;
  if (!isUnderWay(call) || ctx.now < deadlineOf(call)) return state;
  if (call.phase === 'answered') return finish(state, call, { why: 'failed', by: 'me', tell: 'failed' }, ctx);
  const by = call.direction === 'out' ? 'me' : 'them';
  return finish(state, call, { why: 'missed', by, tell: 'missed' }, ctx);
}
