import type { Frame, Page } from 'puppeteer-core';
import { press } from '../browser/elements';
import type { Person } from '../browser/person';
import { until } from '../wait';
import { boxOf, fact, wordsOf } from './chat-frames';

// A talk by the channel of its own, in pages that draw themselves as they please.

type Who = Pick<Person, 'frameOf' | 'framesOf'>;

/** After so long a person whom nothing tells that the press counted presses again. */
const AGAIN_MS = 3_000;

/**
 * A page that still draws itself may move the box, or get another one, under the hand; and a press counts only where the
 * box was in sight for a while. It is made again until the box says that something was begun.
 */
export async function begin(who: Who, page: Page): Promise<void> {
  let pressedAt = 0;
  await until(
    'the greeting to be on its way',
    async () => {
      const box = await boxOf(who, page);
      const channel = await fact(box, 'box', 'channel');
      if (channel !== 'none' && channel !== 'ended') return true;
      if (Date.now() - pressedAt >= AGAIN_MS) {
        await press(box, 'box-begin', 2_000);
        pressedAt = Date.now();
      }
      throw new Error(`the box says: ${await wordsOf(box)}`);
    },
    { within: 60_000, every: 200 },
  );
}

export const openBox = (who: Who, page: Page): Promise<Frame> =>
  until(
    'the channel to be open',
    async () => {
      const box = await boxOf(who, page);
      if ((await fact(box, 'box', 'writable')) === 'true') return box;
      throw new Error(`the box says: ${await wordsOf(box)}`);
    },
    { within: 90_000 },
  );
