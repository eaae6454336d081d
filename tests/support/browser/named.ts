import type { ElementHandle } from 'puppeteer-core';
import { until } from '../wait';
import { pageOf, pressWhatStands, typeInto } from './elements';
import type { View } from './person';

// Our windows as a person, or a screen reader, finds things in them: by their words.

/** The visible, enabled element with this accessible name; the first in the document's order. */
async function find(view: View, kind: 'button' | 'field', name: string): Promise<ElementHandle> {
  const found = await view.evaluateHandle(
    (wanted, isField) => {
      const selector = isField
        ? 'input, textarea, select'
        : 'button, a[href], summary, [role="tab"], [role="radio"], label';
      const wordsOf = (it: HTMLElement): string => {
        const field = it as HTMLInputElement;
        const label = isField ? (field.labels?.[0]?.textContent ?? '') : (it.textContent ?? '');
        return (it.getAttribute('aria-label') ?? label).replaceAll(/\s+/g, ' ').trim();
      };
      return (
        [...document.querySelectorAll<HTMLElement>(selector)].find(
          (it) => wordsOf(it).startsWith(wanted) && it.checkVisibility() && !(it as HTMLButtonElement).disabled,
        ) ?? null
      );
    },
    name,
    kind === 'field',
  );
  const element = found.asElement() as ElementHandle | null;
  if (element !== null) return element;
  // biome-ignore lint/performance/useDomNodeTextContent: what a person sees is what counts
  throw new Error(`the window says: ${(await view.evaluate(() => document.body.innerText)).slice(0, 300)}`);
}

export async function pressNamed(view: View, name: string, within = 15_000): Promise<void> {
  await pageOf(view).bringToFront();
  await pressWhatStands(view, `“${name}”`, () => find(view, 'button', name), within);
}

/** Replaces what the field with this label holds. */
export async function fillNamed(view: View, label: string, text: string, within = 15_000): Promise<void> {
  const field = await until(`the field “${label}”`, () => find(view, 'field', label), { within });
  await typeInto(view, field, text);
}

/** Waits until the window says so, anywhere in it. */
export async function seeWords(view: View, pattern: RegExp, within = 15_000): Promise<string> {
  let last = '';
  return until(
    `the words ${String(pattern)}`,
    async () => {
      // biome-ignore lint/performance/useDomNodeTextContent: what a person sees is what counts
      last = await view.evaluate(() => document.body.innerText);
      if (!pattern.test(last)) throw new Error(`it says: ${last.slice(0, 400)}`);
      return last;
    },
    { within },
  );
}
