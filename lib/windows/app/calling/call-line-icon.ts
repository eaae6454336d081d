import type { IconNode } from 'lucide';
import { PhoneIncoming, PhoneMissed, PhoneOff, PhoneOutgoing } from 'lucide';
import { isMissedCall } from '../../../core/call-line-words';
import type { CallLine } from '../../../core/calls';

/** Which way a call went, and whether it came about; lib/core/call-line-words.ts has the words. */
export function callLineIcon(line: Pick<CallLine, 'direction' | 'why'>): IconNode {
  if (isMissedCall(line)) return PhoneMissed;
  if (line.why !== 'ended') return PhoneOff;
  return line.direction === 'in' ? PhoneIncoming : PhoneOutgoing;
}
