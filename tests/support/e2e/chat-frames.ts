import type { Frame, Page } from 'puppeteer-core';
import { evaluateInFrame } from '../browser/chromium-frames';
import { element, fill, pageOf, press, textOf } from '../browser/elements';
import type { Person } from '../browser/person';
import { bounded, until } from '../wait';

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
  const choice = `[data-fingerprint="${fingerprint}"] [data-testid="box-choice"]`;
  await until(
    'the choice of a person, and then a box to write in',
    async () => {
      if ((await fact(box, 'box', 'writable')) === 'true') return true;
      await pageOf(box).bringToFront();
      await (await box.$(choice))?.click();
      throw new Error(`the box says: ${await wordsOf(box)}`);
    },
    { within: 30_000, every: 300 },
  );
}

/** Everything that a frame shows, for the message of a test that fails. */
export const wordsOf = (frame: Frame): Promise<string> =>
  frame.evaluate(() => document.body.textContent.replaceAll(/\s+/g, ' ').slice(0, 400));

/** After so long a person presses again: Chromium throws away what is pressed in a frame that has only just moved. */
const AGAIN_MS = 1_500;

/** Opens the menu of the box, where it is closed. */
export async function openMenu(box: Frame): Promise<void> {
  let pressedAt = 0;
  await until(
    'the menu of the box to be open',
    async () => {
      if (await box.$eval('[data-testid="box-menu"]', (it) => it.getAttribute('aria-expanded') === 'true')) return true;
      if (Date.now() - pressedAt >= AGAIN_MS) {
        await press(box, 'box-menu', 5_000);
        pressedAt = Date.now();
      }
      throw new Error(`the box says: ${await wordsOf(box)}`);
    },
    { within: 30_000, every: 100 },
  );
}

/** Opens the menu of the box and presses one thing in it. */
export async function pressInMenu(box: Frame, testId: string): Promise<void> {
  await openMenu(box);
  await pressUntilTaken(box, testId);
}

/** A box grows while it opens, and what signs must have been in sight for a while: a hand that came too early tries again. */
export async function pressUntilTaken(box: Frame, testId: string, within = 15_000): Promise<void> {
  await element(box, testId, within);
  await until(
    `${testId} to be taken`,
    async () => {
      await pageOf(box).bringToFront();
      const found = await box.$(`[data-testid="${testId}"]`);
      if (found === null) return true;
      await found.click().catch(() => undefined);
      throw new Error(`the box says: ${await wordsOf(box)}`);
    },
    { within, every: 500 },
  );
}

/** Writes into our box and sends; answers when the box is empty again. */
export async function sendSealed(box: Frame, text: string, within = 60_000): Promise<void> {
  await until('the box to be writable', async () => (await fact(box, 'box', 'writable')) === 'true', { within });
  await until(
    'the words to stand in the box',
    async () => {
      if ((await textOf(box, 'box-text')) === text) return true;
      await fill(box, 'box-text', text);
      return (await textOf(box, 'box-text')) === text;
    },
    { within },
  );
  let pressedAt = 0;
  await until(
    'the words to leave the box',
    async () => {
      if ((await textOf(box, 'box-text')) === '') return true;
      // Busy machines draw late: what was not in sight when it was pressed is pressed again, too.
      const isUnseen = (await box.$('[data-testid="frame-unseen"]')) !== null;
      if (isUnseen || Date.now() - pressedAt >= AGAIN_MS) {
        await press(box, 'box-send', 5_000);
        pressedAt = Date.now();
      }
      throw new Error(`the box says: ${await wordsOf(box)}`);
    },
    { within, every: 100 },
  );
}

export type Drawn = { readonly text: string; readonly mine: boolean; readonly kind: string };

/** What our frames over the page's messages show, from top to bottom. One that is on its way in or out is passed over. */
export async function drawnLines(who: Who, page: Page): Promise<readonly Drawn[]> {
  const frames = await who.framesOf(page, 'chat-line.html');
  const drawn = await Promise.all(
    frames.map((frame) => bounded('a line', drawnIn(page, frame), 5_000).catch(() => undefined)),
  );
  return drawn
    .filter((line) => line !== undefined)
    .toSorted((a, b) => a.top - b.top)
    .map(({ line }) => line);
}

const LINE = `(() => {
  const line = document.querySelector('[data-testid="line"]');
  if (line === null) return undefined;
  return { kind: line.dataset.kind ?? '', mine: line.dataset.mine === 'true', text: document.body.textContent.trim() };
})()`;

async function drawnIn(page: Page, frame: Frame): Promise<{ readonly top: number; readonly line: Drawn } | undefined> {
  const line = frame.url().startsWith('chrome-extension:')
    ? await evaluateInFrame<Drawn>(page, frame, LINE)
    : ((await frame.evaluate(LINE)) as Drawn | undefined);
  if (line === undefined) return undefined;
  const place = await bounded('its place', placeOf(frame), 2_000).catch(() => null);
  return { top: place?.y ?? 0, line };
}

const placeOf = async (frame: Frame) => (await frame.frameElement())?.boundingBox();

export const seesSealed = (who: Who, page: Page, text: string, within = 60_000): Promise<Drawn> =>
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
