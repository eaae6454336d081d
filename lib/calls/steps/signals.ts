import type { HeardSignal } from '../../bus/calls-protocol';
import type { CallSignal } from '../../core/calls';
import { OWN_CALL_LIMITS } from '../limits';
import type { Call } from '../state';

const lengthOf = (signal: CallSignal): number => {
  if (signal.kind === 'description') return signal.sdp.length;
  if (signal.kind === 'candidates') return signal.candidates.reduce((sum, { length }) => sum + length, 0);
  return 0;
};

/** Kept until the window has heard it. Of what is shown as muted the last one counts; what is too much is not kept. */
export function hearSignal(call: Call, signal: CallSignal): Call {
  const kept = signal.kind === 'muted' ? call.signals.filter((one) => one.signal.kind !== 'muted') : call.signals;
  const length = kept.reduce((sum, one) => sum + lengthOf(one.signal), lengthOf(signal));
  if (kept.length >= OWN_CALL_LIMITS.signals || length > OWN_CALL_LIMITS.signalsLength) return call;
  const heard = call.heard + 1;
  return { ...call, heard, signals: [...kept, { number: heard, signal }] };
}

/** The window has all up to this number. */
export const forgetSignals = (call: Call, upTo: number): Call =>
  call.signals.some(({ number }) => number <= upTo)
    ? { ...call, signals: call.signals.filter(({ number }) => number > upTo) }
    : call;

export const signalsAfter = (call: Call, after: number): readonly HeardSignal[] =>
  call.signals.filter(({ number }) => number > after);
