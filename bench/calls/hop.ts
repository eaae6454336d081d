import type { Page } from 'puppeteer-core';

/**
 * Milliseconds of a message from a worker of the page's own to the page and back, while its call goes on. It is what this
 * machine and this page make everybody wait; frames make a longer way than that, and twice. The worker keeps the pace,
 * whether it was answered or not: a page that stands still for a while makes many wait, as it does with frames.
 * @param span milliseconds
 */
export const hopTimes = (page: Page, span: number): Promise<readonly number[]> =>
  page.evaluate((within) => {
    const beat = () => {
      const times: number[] = [];
      const beating = setInterval(() => postMessage(performance.now()), 10);
      addEventListener('message', ({ data }: MessageEvent<number | 'end'>) => {
        if (data !== 'end') return void times.push(performance.now() - data);
        clearInterval(beating);
        postMessage(times);
      });
    };
    const script = new Blob([`(${beat.toString()})()`], { type: 'text/javascript' });
    const worker = new Worker(URL.createObjectURL(script));
    setTimeout(() => worker.postMessage('end'), within);
    return new Promise<readonly number[]>((resolve) => {
      worker.onmessage = ({ data }: MessageEvent<number | readonly number[]>) => {
        if (typeof data === 'number') return worker.postMessage(data);
        worker.terminate();
        resolve(data);
      };
    });
  }, span);
