import type { IconNode } from 'lucide';
import { PhoneIncoming, PhoneMissed, PhoneOff, PhoneOutgoing } from 'lucide';
import type { CallLine } from '../../../core/calls';
import { durationWords } from '../chat/words';

type Shown = { readonly icon: IconNode; readonly words: string; readonly isMissed: boolean };

/** How a call went, as its line says it: who called, whether it came about, how long. */
export function callLineWords(line: Pick<CallLine, 'direction' | 'video' | 'why' | 'seconds'>): Shown {
  const { direction, why, seconds } = line;
  const what = line.video ? 'video call' : 'call';
  const long = seconds === undefined ? '' : `, ${durationWords(seconds * 1_000)}`;
  if (direction === 'in') {
    switch (why) {
      case 'missed':
      case 'cancelled':
        return { icon: PhoneMissed, words: `Missed ${what}`, isMissed: true };
      case 'busy':
        return { icon: PhoneMissed, words: `Missed ${what}: you were in another`, isMissed: true };
      case 'declined':
        return { icon: PhoneOff, words: `Incoming ${what}, you declined`, isMissed: false };
      case 'failed':
        return { icon: PhoneOff, words: `Incoming ${what}, ${broken(seconds)}${long}`, isMissed: false };
      case 'ended':
        return { icon: PhoneIncoming, words: `Incoming ${what}${long}`, isMissed: false };
    }
  }
  switch (why) {
    case 'missed':
      return { icon: PhoneOff, words: `Outgoing ${what}, not answered`, isMissed: false };
    case 'cancelled':
      return { icon: PhoneOff, words: `Outgoing ${what}, you gave up`, isMissed: false };
    case 'busy':
      return { icon: PhoneOff, words: `Outgoing ${what}, busy`, isMissed: false };
    case 'declined':
      return { icon: PhoneOff, words: `Outgoing ${what}, declined`, isMissed: false };
    case 'failed':
      return { icon: PhoneOff, words: `Outgoing ${what}, ${broken(seconds)}${long}`, isMissed: false };
    case 'ended':
      return { icon: PhoneOutgoing, words: `Outgoing ${what}${long}`, isMissed: false };
  }
}

const broken = (seconds: number | undefined): string => (seconds === undefined ? 'no connection' : 'cut off');
