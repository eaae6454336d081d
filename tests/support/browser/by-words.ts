import type { ElementHandle } from 'puppeteer-core';
import { until } from '../wait';
import { pageOf, typeInto } from './elements';
import type { View } from './person';

// Our windows are driven by what a person reads on them: the words of buttons, the names of fields.

/** Clicks the first visible, enabled button with these words. */
export async function pressWords(view: View, words: RegExp, within = 20_000): Promise<void> {
  // A page behind another one paints nothing and answers no click.
  await pageOf(view).bringToFront();
  const button = await until(`a button that says ${String(words)}`, () => findButton(view, words), { within });
  await button.click();
}

async function findButton(view: View, words: RegExp): Promise<ElementHandle | undefined> {
  for (const button of await view.$$('button')) {
    const name = await button.evaluate((it) =>
      it.disabled || it.getAttribute('aria-disabled') === 'true'
        ? undefined
        : (it.getAttribute('aria-label') ?? it.textContent ?? ''),
    );
    if (name !== undefined && words.test(name.trim()) && (await button.isVisible())) return button;
  }
  return undefined;
}

/** Replaces what the field with this label holds. */
export async function fillLabelled(view: View, label: RegExp, text: string): Promise<void> {
  await pageOf(view).bringToFront();
  const field = await until(`a field called ${String(label)}`, async () => {
    for (const name of await view.$$('label')) {
      const found = await name.evaluate((it) => [it.textContent?.trim() ?? '', (it as HTMLLabelElement).htmlFor]);
      if (label.test(found[0] ?? '')) return (await view.$(`[id="${found[1] ?? ''}"]`)) ?? undefined;
    }
    return undefined;
  });
  await typeInto(view, field, text);
}

/** Waits until these words stand anywhere in view. */
export async function seeWords(view: View, words: RegExp, within = 20_000): Promise<void> {
  await until(
    `the words ${String(words)}`,
    () =>
      view.evaluate(
        // biome-ignore lint/performance/useDomNodeTextContent: what a person sees is what counts
        (source, flags) => new RegExp(source, flags).test(document.body.innerText),
        words.source,
        words.flags,
      ),
    { within },
  );
}
