import type { Frame, Page } from 'puppeteer-core';
import { element, fill, isShown, press, textOf } from '../browser/elements';
import type { Person } from '../browser/person';
import { until } from '../wait';

// Our frames in other people's chat pages, as a person uses them.

type Who = Pick<Person, 'frameOf' | 'framesOf'>;

/** The box over the page's own, once it knows what it is for. */
export async function boxOf(who: Who, page: Page): Promise<Frame> {
  return until(
    'our box in the page',
    async () => {
      const frame = await who.frameOf(page, 'chat-box.html');
      return (await fact(frame, 'box', 'step')) === 'shown' && frame;
    },
    { within: 30_000 },
  );
}

/** A `data-` fact of the element with this test id. */
export async function fact(frame: Frame, testId: string, name: string): Promise<string | undefined> {
  const found = await frame.$(`[data-testid="${testId}"]`);
  return found?.evaluate((it, key) => (it as HTMLElement).dataset[key], name);
}

/** Says for whom words are sealed here, where nobody was chosen yet. */
export async function choose(box: Frame, fingerprint: string): Promise<void> {
  await until('the choice of a person, or a box to write in', async () => {
    if ((await fact(box, 'box', 'writable')) === 'true') return true;
    const found = await box.$(`[data-testid="box-choice"][data-fingerprint="${fingerprint}"]`);
    await found?.click();
    return false;
  });
}

/** Writes into our box and sends; answers when the box is empty again. */
export async function sendSealed(box: Frame, text: string): Promise<void> {
  await until('the box to be writable', async () => (await fact(box, 'box', 'writable')) === 'true', {
    within: 30_000,
  });
  await fill(box, 'box-text', text);
  await press(box, 'box-send');
  await until(
    'the words to leave the box',
    async () => {
      if ((await textOf(box, 'box-text')) === '') return true;
      const reason = (await isShown(box, 'box-reason')) ? await textOf(box, 'box-reason') : '';
      throw new Error(`the box says: ${await textOf(box, 'box-status')} ${reason}`);
    },
    { within: 30_000 },
  );
}

export type Drawn = { readonly text: string; readonly mine: boolean; readonly kind: string };

/** What our frames over the page's messages show, in the order of the page. */
export async function drawnLines(who: Who, page: Page): Promise<readonly Drawn[]> {
  const frames = await who.framesOf(page, 'chat-line.html');
  return Promise.all(
    frames.map(async (frame) => ({
      kind: (await fact(frame, 'line', 'kind')) ?? '',
      mine: (await fact(frame, 'line', 'mine')) === 'true',
      text: (await frame.$eval('body', (it) => it.textContent ?? '')).trim(),
    })),
  );
}

export const seesSealed = (who: Who, page: Page, text: string, within = 30_000): Promise<Drawn> =>
  until(
    `“${text}” in one of our frames`,
    async () => {
      const lines = await drawnLines(who, page);
      const found = lines.find((line) => line.kind === 'text' && line.text.includes(text));
      if (found === undefined) throw new Error(`they show: ${JSON.stringify(lines)}`);
      return found;
    },
    { within, every: 150 },
  );

export const reasonOf = async (box: Frame): Promise<string> => {
  await element(box, 'box-reason');
  return textOf(box, 'box-reason');
};
