import type { Page } from 'puppeteer-core';
import type { Person } from '../../tests/support/browser/person';
import type { Lab } from '../../tests/support/lab/lab';
import { bounded, until } from '../../tests/support/wait';
import { askFrame } from './unwatched';

// By the wall clock: the navigation of the whole page against what a frame of another process drew.

const MOST_MS = 60_000;

const urlOf = (lab: Pick<Lab, 'url'>, uid: string): string =>
  `${lab.url}/?_task=mail&_action=show&_uid=${uid}&_mbox=INBOX`;

/**
 * Milliseconds from the navigation to the plaintext on the screen.
 * @param before what to do once the last message is gone from the page
 */
export async function readWithSotto(
  person: Person,
  page: Page,
  lab: Pick<Lab, 'url'>,
  uid: string,
  before: () => Promise<void> = async () => undefined,
): Promise<number> {
  await page.goto('about:blank');
  await before();
  await page.goto(urlOf(lab, uid), { waitUntil: 'domcontentloaded' });
  const ask = () =>
    person.kind === 'chromium'
      ? askFrame(person.browser, 'reader.html', paintedAt)
      : person.frameOf(page, 'reader.html').then((frame) => frame.evaluate(paintedAt));
  // A frame that is asked while it is only beginning forgets the question: it is asked again.
  const seen = await until('a painted message', ask, { within: MOST_MS });
  if (typeof seen === 'string') throw new Error(`the reader shows: ${seen}`);
  return seen - (await page.evaluate(() => performance.timeOrigin));
}

/** In our frame: when its mark was set, or what it says where it failed. */
function paintedAt(): Promise<number | string> {
  return new Promise((resolve) => {
    const seen = () => {
      const [mark] = performance.getEntriesByName('sotto-painted');
      if (mark !== undefined) resolve(performance.timeOrigin + mark.startTime);
      return mark !== undefined;
    };
    if (seen()) return;
    new PerformanceObserver(() => seen()).observe({ type: 'mark' });
    const failed = () => {
      const step = document.querySelector<HTMLElement>('[data-testid="reader"]')?.dataset.step;
      if (step === 'failed' || step === 'locked') resolve(document.body.textContent.slice(0, 300));
    };
    new MutationObserver(failed).observe(document, { subtree: true, childList: true, attributes: true });
    failed();
  });
}

/** Milliseconds from the navigation to the page's own armor, or list of files, on the screen. Without Sotto. */
export async function readAlone(page: Page, lab: Pick<Lab, 'url'>, uid: string): Promise<number> {
  await page.goto('about:blank');
  await page.goto(urlOf(lab, uid), { waitUntil: 'domcontentloaded' });
  const waited = page.waitForFunction(() => (globalThis as { sottoBench?: number }).sottoBench);
  const seen = await bounded('painting the page', waited, MOST_MS);
  return (await seen.jsonValue()) as number;
}

/** Put into the page before its own scripts: notes when what the mail server sent stands on the screen. */
export async function watchPainting(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    const there = () => {
      const body = document.querySelector('#messagebody');
      if (body === null) return false;
      const last = body.lastElementChild?.textContent ?? '';
      return last.includes('-----END PGP MESSAGE-----') || document.readyState !== 'loading';
    };
    const look = () => {
      if (!there()) return requestAnimationFrame(look);
      return requestAnimationFrame(() => {
        (globalThis as { sottoBench?: number }).sottoBench = performance.now();
      });
    };
    requestAnimationFrame(look);
  });
}
