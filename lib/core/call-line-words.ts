import type { CallEnd, CallLine } from './calls';

/** What a line about a call says, wherever it stands. */
type Told = Pick<CallLine, 'direction' | 'video' | 'why' | 'quiet'> & { readonly seconds?: number };

/** It came, and nobody here spoke: who called hears nothing of me before I call back. */
export const isMissedCall = ({ direction, why }: Pick<Told, 'direction' | 'why'>): boolean =>
  direction === 'in' && (why === 'missed' || why === 'cancelled' || why === 'busy');

/** `12 s`, `3 min 12 s`, `1 h 3 min`. */
export function lengthWords(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
  if (hours > 0) return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
  if (minutes > 0) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
  return `${rest} s`;
}

const ENDS: Readonly<Record<CallEnd, readonly [mine: string, theirs: string]>> = {
  ended: ['no connection', 'no connection'],
  declined: ['declined', 'you declined'],
  busy: ['busy', 'you were in another'],
  missed: ['no answer', ''],
  cancelled: ['cancelled', ''],
  failed: ['no connection', 'no connection'],
  differ: ['the words differ', 'the words differ'],
};

/** `Missed call` · `You called, no answer` · `Call, 3 min 12 s` · `Video call, you declined`. */
export function callLineWords(call: Told): string {
  const { direction, video, why, seconds, quiet } = call;
  const name = video ? 'Video call' : 'Call';
  if (seconds !== undefined && seconds > 0) {
    const how = why === 'failed' ? ', cut off' : why === 'differ' ? ', the words differ' : '';
    return `${name}, ${lengthWords(seconds)}${how}`;
  }
  const [mine, theirs] = ENDS[why];
  if (direction === 'out') return `${video ? 'You called with video' : 'You called'}, ${mine}`;
  const missed = isMissedCall(call) ? `Missed ${name.toLowerCase()}` : name;
  if (quiet) return `${missed}, did not ring: they called too often`;
  return theirs === '' ? missed : `${missed}, ${theirs}`;
}
