import type { BarState } from '../../bus/views';

export type BarTone = 'neutral' | 'attention';
export type BarStatus = {
  readonly words: string;
  readonly tone: BarTone;
  /** The button's verb and object. */
  readonly action: string;
  readonly window: 'start' | 'unlock' | 'keys' | 'popup';
  readonly canLock: boolean;
};

/** What the bar says of this page's protection. No names, no addresses: the page frames it. */
export function barWords({ phase, draftsWaiting, attention }: BarState): BarStatus {
  switch (phase) {
    case 'absent':
      return {
        words: 'Sotto is not set up yet.',
        tone: 'attention',
        action: 'Set up Sotto',
        window: 'start',
        canLock: false,
      };
    case 'no-key':
      return { words: 'You have no key yet.', tone: 'attention', action: 'Make a key', window: 'keys', canLock: false };
    case 'locked':
      return {
        words: `Your keys are locked.${waiting(draftsWaiting)}`,
        tone: 'neutral',
        action: 'Unlock',
        window: 'unlock',
        canLock: false,
      };
    case 'ready': {
      const words = readyWords(`${decisions(attention)}${waiting(draftsWaiting)}`);
      return {
        words,
        tone: attention > 0 ? 'attention' : 'neutral',
        action: 'Open Sotto',
        window: 'popup',
        canLock: true,
      };
    }
  }
}

/** One line: what waits takes the room of what is usual. */
const readyWords = (more: string): string => (more === '' ? 'Ready to seal and open mail here.' : `Ready.${more}`);

const waiting = (count: number): string => {
  if (count === 0) return '';
  return count === 1 ? ' 1 unsent message waits.' : ` ${count} unsent messages wait.`;
};

const decisions = (count: number): string => {
  if (count === 0) return '';
  return count === 1 ? ' 1 certificate waits for your decision.' : ` ${count} certificates wait for your decision.`;
};
