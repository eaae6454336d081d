import type { AddressState } from '../../core/certificate';
import type { Tone } from '../reader/status-words';

/** What a chip says of one recipient's certificate. `checking`: not asked yet; `incomplete`: no whole address. */
export type ChipState = AddressState | 'checking' | 'incomplete';

export type ChipWords = {
  readonly words: string;
  readonly tone: Tone;
  /** False where a sealed message cannot go to this recipient now. */
  readonly ready: boolean;
  /** What the press does. */
  readonly press: 'certificate' | 'contacts' | 'nothing';
};

const CHIPS: Record<ChipState, ChipWords> = {
  verified: { words: 'verified', tone: 'verified', ready: true, press: 'certificate' },
  'in-use': { words: 'in use, not verified', tone: 'neutral', ready: true, press: 'certificate' },
  mine: { words: 'you', tone: 'neutral', ready: true, press: 'nothing' },
  undecided: { words: 'waits for your decision', tone: 'attention', ready: false, press: 'certificate' },
  changed: { words: 'certificate changed', tone: 'stop', ready: false, press: 'certificate' },
  refused: { words: 'not this certificate', tone: 'stop', ready: false, press: 'certificate' },
  unusable: { words: 'certificate cannot be used', tone: 'stop', ready: false, press: 'certificate' },
  none: { words: 'no certificate', tone: 'attention', ready: false, press: 'contacts' },
  checking: { words: 'looking', tone: 'neutral', ready: false, press: 'nothing' },
  incomplete: { words: 'not a whole address', tone: 'attention', ready: false, press: 'nothing' },
};

export const chipWords = (state: ChipState): ChipWords => CHIPS[state];
