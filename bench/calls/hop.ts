import type { Page } from 'puppeteer-core';

/**
 * Milliseconds of a message to a worker of the page's own and back, while its call goes on. It is what this machine makes
 * everybody wait, busy as it is; frames make a longer way than that, and twice.
 * @param span milliseconds
 */
export const hopTimes = (page: Page, span: number): Promise<readonly number[]> =>
  page.evaluate(async (within) => {
    const script = new Blob(['onmessage = ({ data }) => postMessage(data)'], { type: 'text/javascript' });
    const worker = new Worker(URL.createObjectURL(script));
    const once = () =>
      new Promise<number>((resolve) => {
        const begun = performance.now();
        worker.onmessage = () => resolve(performance.now() - begun);
        worker.postMessage(begun);
      });
    await once();
    const times: number[] = [];
    for (const end = performance.now() + within; performance.now() < end; ) {
      times.push(await once());
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    worker.terminate();
    return times;
  }, span);
