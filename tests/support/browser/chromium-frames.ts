import type { Browser, CDPSession, Frame, Page } from 'puppeteer-core';
import { bounded } from '../wait';

/** One for each browser, for as long as it runs: what it is attached to ends with it. */
const sessions = new WeakMap<Browser, Promise<CDPSession>>();

/**
 * Asks a frame of ours in Chromium over a session of our own. Puppeteer at times misses the document of a frame that
 * another process draws, when such frames come and go quickly: it is on the screen, and every question to it by
 * puppeteer waits for ever. `undefined` where Chromium does not know it either.
 */
export async function evaluateInFrame<T>(page: Page, frame: Frame, expression: string): Promise<T | undefined> {
  const known = sessions.get(page.browser()) ?? page.browser().target().createCDPSession();
  sessions.set(page.browser(), known);
  const browser = await known;
  const { targetInfos } = await browser.send('Target.getTargets', { filter: [{ type: 'iframe' }] });
  const target = targetInfos.find(({ url }) => url === frame.url());
  if (target === undefined) return undefined;
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId: target.targetId, flatten: true });
  const session = browser.connection()?.session(sessionId) ?? undefined;
  if (session === undefined) return undefined;
  try {
    const asked = session.send('Runtime.evaluate', { expression, returnByValue: true });
    const { result } = await bounded('asking a frame', asked, 3_000);
    return result.value as T | undefined;
  } finally {
    await session.detach().catch(() => undefined);
  }
}
