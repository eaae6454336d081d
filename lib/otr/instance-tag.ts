import { randomNumber } from './numbers';
import type { OtrPorts } from './ports';

/** One client of one account: 32 bits. */
export const LEAST_TAG = 0x100;
const MOST_TAG = 0xffffffff;
/** "Whoever reads this": the receiver of a D-H Commit Message is often not known yet. */
export const ANY_TAG = 0;

export function createInstanceTag(random: OtrPorts['random']): number {
  for (;;) {
    const tag = Number(randomNumber(random, 4));
    if (tag >= LEAST_TAG) return tag;
  }
}

/** "Instance Tags": neither end may have a number that is none. */
export const areTags = (sender: number, receiver: number): boolean =>
  isTag(sender) && (receiver === ANY_TAG || isTag(receiver));

const isTag = (tag: number): boolean => tag >= LEAST_TAG && tag <= MOST_TAG;
