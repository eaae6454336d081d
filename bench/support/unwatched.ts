import type { Browser, CDPSession, Page } from 'puppeteer-core';
import { until } from '../../tests/support/wait';

/**
 * Puppeteer holds every frame of another process at its start until it has attached to it (25-60 ms for each of
 * ours), and may lose it where the frame is fast: nobody who reads mail has that. This page's frames start by themselves.
 */
export async function leaveFramesAlone(page: Page): Promise<void> {
  const client = (page as unknown as { _client(): CDPSession })._client();
  await client.send('Target.setAutoAttach', { autoAttach: false, waitForDebuggerOnStart: false, flatten: true });
}

/** The answer of a frame that puppeteer does not know, in Chromium; it is found by its document. */
export async function askFrame<T>(browser: Browser, document: string, question: () => Promise<T>): Promise<T> {
  const session = await browser.target().createCDPSession();
  try {
    const targetId = await until(
      `${document} in the page`,
      async () => {
        const { targetInfos } = await session.send('Target.getTargets');
        return targetInfos.find(({ type, url }) => type === 'iframe' && URL.parse(url)?.pathname === `/${document}`)
          ?.targetId;
      },
      { every: 20 },
    );
    const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: true });
    const frame = session.connection()?.session(sessionId);
    if (frame === null || frame === undefined) throw new Error(`${document} is gone`);
    const { result, exceptionDetails } = await frame.send('Runtime.evaluate', {
      expression: `(${question.toString()})()`,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text);
    return result.value as T;
  } finally {
    await session.detach().catch(() => undefined);
  }
}
