import type { Frame, Page } from 'puppeteer-core';
import { bounded } from '../wait';
import type { FrameDocument } from './person';

/** Where a frame or page really is: Firefox reports extension documents as about:blank, so the document is asked. */
export async function addressOf(view: Frame | Page): Promise<string> {
  const told = view.url();
  if (told !== '' && told !== 'about:blank') return told;
  return bounded(
    'asking a document for its address',
    view.evaluate(() => location.href),
    2_000,
  ).catch(() => '');
}

/** Frames of ours in a page. Chrome may show a dynamic address, so only scheme and path are compared. */
export async function framesWith(page: Page, scheme: string, document: FrameDocument): Promise<readonly Frame[]> {
  const frames = page.frames().filter((frame) => frame !== page.mainFrame() && !frame.detached);
  // At once: of a page that was just left, each frame that does not answer any more takes its whole time.
  const addresses = await Promise.all(frames.map(addressOf));
  return frames.filter((_frame, at) => {
    const url = URL.parse(addresses[at] ?? '');
    return url?.protocol === `${scheme}:` && url.pathname === `/${document}`;
  });
}
