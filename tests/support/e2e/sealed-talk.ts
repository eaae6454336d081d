import type { Frame, Page } from 'puppeteer-core';
import { press } from '../browser/elements';
import type { Person } from '../browser/person';
import { until } from '../wait';
import { boxOf, fact, wordsOf } from './chat-frames';

// A talk by the channel of its own, in pages that draw themselves as they please.

type Who = Pick<Person, 'frameOf' | 'framesOf'>;

/** A page that still draws itself may move the box, or get another one, under the hand. */
export const begin = (who: Who, page: Page): Promise<boolean> =>
  until(
    'the greeting to be on its way',
    async () => {
      await press(await boxOf(who, page), 'box-begin', 2_000);
      return true;
    },
    { within: 60_000, every: 500 },
  );

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
