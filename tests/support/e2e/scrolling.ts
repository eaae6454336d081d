import type { Page } from 'puppeteer-core';
import { rowOf } from './chat-page';

// How a long conversation is read.

/** How far below the upper edge of the window this message is drawn, CSS pixels. */
export const topOf = async (page: Page, words: string): Promise<number> =>
  (await rowOf(page, words)).evaluate((row) => row.getBoundingClientRect().top);

/** One turn of the wheel; answers how far what was in sight went beside what was turned. */
export async function scrollUp(page: Page): Promise<{ readonly by: number }> {
  return page.evaluate(async () => {
    const box = document.querySelector('.chat-history');
    if (box === null) return { by: 0 };
    const edge = box.getBoundingClientRect().top;
    const rows = [...box.querySelectorAll<HTMLElement>('[data-testid="chat-message"]')];
    const seen = rows.find((row) => row.getBoundingClientRect().top >= edge);
    const before = seen?.getBoundingClientRect().top ?? 0;
    const from = box.scrollTop;
    box.scrollBy({ top: -400 });
    const turned = from - box.scrollTop;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let frames = 0; frames < 6; frames += 1) await frame();
    if (seen === undefined || !seen.isConnected) return { by: 0 };
    const rest = [...box.querySelectorAll<HTMLElement>('.chat-messages > li')].map((row) =>
      row.textContent.slice(0, 30),
    );
    return {
      by: Math.round(seen.getBoundingClientRect().top - before - turned),
      turned,
      from,
      now: box.scrollTop,
      count: [rows.length, rest.length],
      ends: [rows.at(0)?.textContent, rows.at(-1)?.textContent, rest.at(0), rest.at(-1)],
    };
  });
}
