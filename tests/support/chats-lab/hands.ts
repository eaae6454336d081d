import type { Page } from 'puppeteer-core';
import { until } from '../wait';

// What anybody does in any chat, found without knowing the page: the only text field at the foot, and all its words.

const BOX = 'form textarea';

/** Types into the page's own box, and presses Enter. */
export async function sayInPage(page: Page, text: string): Promise<void> {
  await page.bringToFront();
  const box = await page.waitForSelector(BOX, { visible: true });
  await box?.type(text);
  await page.keyboard.press('Enter');
}

export const seenInPage = (page: Page, words: string): Promise<boolean> =>
  until(`${words} in the page`, () => page.evaluate((text) => (document.body.textContent ?? '').includes(text), words));
