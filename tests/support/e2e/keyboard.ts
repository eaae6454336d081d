import type { Page } from 'puppeteer-core';
import { until } from '../wait';

// Our windows without a mouse.

/** Presses Tab until the focus is there. */
export const tabTo = (page: Page, what: string, selector: string, way: 'on' | 'back' = 'on') =>
  until(`the focus to be on ${what}`, async () => {
    const isThere = await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector);
    if (isThere === true) return true;
    if (way === 'back') await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    if (way === 'back') await page.keyboard.up('Shift');
    return false;
  });

export const focusIsVisible = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || !focused.matches(':focus-visible')) return false;
    const { outlineStyle, boxShadow } = getComputedStyle(focused);
    return outlineStyle !== 'none' || boxShadow !== 'none';
  });
