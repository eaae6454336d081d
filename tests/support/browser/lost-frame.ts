import type { CDPSession, Frame, Page } from 'puppeteer-core';
import { bounded } from '../wait';

/**
 * Puppeteer at times misses the document of a frame that another process draws, when such frames come and go quickly: it
 * is on the screen, and every question to it waits for ever. Chromium itself knows it: asked over a session of our own.
 * `undefined` where Chromium does not know it either.
 */
export async function evaluateInLostFrame<T>(page: Page, frame: Frame, expression: string): Promise<T | undefined> {
  const session = await sessionOf(page, frame.url());
  if (session === undefined) return undefined;
  try {
    const asked = session.send('Runtime.evaluate', { expression, returnByValue: true });
    const { result } = await bounded('asking a lost frame', asked, 3_000);
    return result.value as T | undefined;
  } finally {
    await session.detach().catch(() => undefined);
  }
}

/** Chromium alone: Firefox is driven in another way, which has no such sessions. */
async function sessionOf(page: Page, url: string): Promise<CDPSession | undefined> {
  if (!url.startsWith('chrome-extension:')) return undefined;
  const browser = await page.browser().target().createCDPSession();
  try {
    const { targetInfos } = await browser.send('Target.getTargets', { filter: [{ type: 'iframe' }] });
    const target = targetInfos.find((one) => one.url === url);
    if (target === undefined) return undefined;
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId: target.targetId, flatten: true });
    return browser.connection()?.session(sessionId) ?? undefined;
  } finally {
    await browser.detach().catch(() => undefined);
  }
}
