import type { ElementHandle, Frame, Page } from 'puppeteer-core';
import { bounded, until } from '../wait';
import type { View } from './person';
import { inSight, settled } from './settled';

// What a hand can do: real clicks and keys, so that the browser calls their events trusted.

/** Above this, text goes in as one paste-like edit instead of key by key. */
const TYPED_MOST = 200;

export const pageOf = (view: View): Page => ('page' in view ? (view as Frame).page() : (view as Page));
const selector = (testId: string) => `[data-testid="${testId}"]`;

/** The element with this `data-testid`, once it is visible. */
export async function element(view: View, testId: string, within = 15_000): Promise<ElementHandle> {
  const found = await view.waitForSelector(selector(testId), { visible: true, timeout: within });
  if (found === null) throw new Error(`no ${testId}`);
  return found;
}

/** Clicks it, once it is visible and not disabled. */
export async function press(view: View, testId: string, within = 15_000): Promise<void> {
  await pageOf(view).bringToFront();
  const enabled = async () => {
    const target = await element(view, testId, within);
    if (await target.evaluate((it) => (it as HTMLButtonElement).disabled)) return undefined;
    await bringIntoView(target);
    return target;
  };
  const target = await until(`${testId} to be enabled`, enabled, { within });
  await settled(view);
  await inSight(view, target);
  // Looked for again: it may have been drawn anew since.
  await pressWhatStands(view, testId, enabled, within);
}

/** What is in sight is not scrolled: a frame of ours that moves with its page is not pressed for a while. */
async function bringIntoView(target: ElementHandle): Promise<void> {
  if (!(await target.isIntersectingViewport({ threshold: 1 }))) await target.scrollIntoView();
}

/**
 * Clicks where something stands, once it stands still over two looks. What is drawn anew before it is pressed is looked
 * for again; nothing is pressed twice.
 */
export async function pressWhatStands(
  view: View,
  what: string,
  find: () => Promise<ElementHandle | undefined>,
  within = 15_000,
): Promise<void> {
  let last = '';
  const place = await until(
    `${what} to stand still`,
    async () => {
      const target = await find();
      if (target === undefined) return undefined;
      await bringIntoView(target);
      const now = await target.clickablePoint();
      const before = last;
      last = `${Math.round(now.x)},${Math.round(now.y)}`;
      return before === last ? now : undefined;
    },
    { within, every: 20 },
  );
  await bounded(`the click on ${what}`, pageOf(view).mouse.click(place.x, place.y), within);
}

/** Replaces what a field holds. */
export async function fill(view: View, testId: string, text: string): Promise<void> {
  await typeInto(view, await element(view, testId), text);
}

/** As a hand does it: click, select all, type; long text goes in as one edit. */
export async function typeInto(view: View, field: ElementHandle, text: string): Promise<void> {
  const page = pageOf(view);
  await page.bringToFront();
  await field.click();
  const modifier = process.platform === 'darwin' ? 'Meta' : 'Control';
  await page.keyboard.down(modifier);
  await page.keyboard.press('a');
  await page.keyboard.up(modifier);
  if (text.length <= TYPED_MOST && !text.includes('\n')) {
    await field.type(text);
    return;
  }
  await field.evaluate((it, value) => {
    (it as HTMLElement).focus();
    document.execCommand('insertText', false, value);
  }, text);
}

/** Files into an `<input type=file>`, as the file picker would. */
export async function chooseFiles(view: View, testId: string, paths: readonly string[]): Promise<void> {
  const input = await view.waitForSelector(selector(testId));
  if (input === null) throw new Error(`no ${testId}`);
  await (input as ElementHandle<HTMLInputElement>).uploadFile(...paths);
}

export async function textOf(view: View, testId: string): Promise<string> {
  const found = await element(view, testId);
  return found.evaluate((it) => {
    // biome-ignore-start lint/performance/useDomNodeTextContent: what a person sees is what counts
    const isField = it.matches('input, textarea, select');
    return isField ? (it as HTMLInputElement).value : (it as HTMLElement).innerText;
    // biome-ignore-end lint/performance/useDomNodeTextContent: what a person sees is what counts
  });
}

/** Waits until the visible text of it matches, and answers that text. */
export async function seeText(view: View, testId: string, pattern: RegExp, within = 20_000): Promise<string> {
  let last = '';
  return until(
    `${testId} to say ${String(pattern)}`,
    async () => {
      last = await textOf(view, testId);
      if (!pattern.test(last)) throw new Error(`it says: ${last.slice(0, 200)}`);
      return last === '' ? ' ' : last;
    },
    { within },
  );
}

export async function isShown(view: View, testId: string): Promise<boolean> {
  const found = await view.$(selector(testId));
  return found !== null && (await found.isVisible());
}
