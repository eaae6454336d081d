import { readEditorText, replaceText } from '../page/insert';
import { withVoice } from './delivery';

/** What a page sees of somebody who begins to write and thinks better of it: it says so to the other side (XEP-0085). */
const SIGN = '.';
const HELD_MS = 600;
const EVERY_MS = 20;

/** Clients ask after their server (XEP-0199) when somebody comes back to them. */
const BACK_MS = 200;

const until = async (ms: number, isDone: () => boolean): Promise<void> => {
  for (let waited = 0; waited < ms && !isDone(); waited += EVERY_MS) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
};

/**
 * Makes the page say something to its server that nobody misses: first as one who comes back to it, then as one who
 * types a sign into its empty field for a moment and takes it back. Nothing is sent but a ping or a chat state.
 */
export async function nudge(field: HTMLElement, isDone: () => boolean): Promise<void> {
  field.ownerDocument.dispatchEvent(new Event('visibilitychange'));
  await until(BACK_MS, isDone);
  if (isDone() || readEditorText(field) !== '') return;
  const key = { key: SIGN, bubbles: true, composed: true, cancelable: true };
  await withVoice(field, async () => {
    field.dispatchEvent(new FocusEvent('focus', { composed: true }));
    field.dispatchEvent(new FocusEvent('focusin', { bubbles: true, composed: true }));
    field.dispatchEvent(new KeyboardEvent('keydown', key));
    await replaceText(field, SIGN);
    field.dispatchEvent(new KeyboardEvent('keyup', key));
    await until(HELD_MS, isDone);
    if (readEditorText(field) === SIGN) await replaceText(field, '');
    field.dispatchEvent(new KeyboardEvent('keyup', { ...key, key: 'Backspace' }));
    field.dispatchEvent(new FocusEvent('blur', { composed: true }));
    field.dispatchEvent(new FocusEvent('focusout', { bubbles: true, composed: true }));
  });
}
