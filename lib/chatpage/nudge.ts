import { readEditorText, replaceText } from '../page/insert';
import { withVoice } from './delivery';

/** What a page sees of somebody who begins to write and thinks better of it: it says so to the other side (XEP-0085). */
const SIGN = '.';
const HELD_MS = 600;
const EVERY_MS = 20;

/** Types one sign into the page's empty field for a moment, and takes it back. Nothing is sent but a chat state. */
export async function nudge(field: HTMLElement, isDone: () => boolean): Promise<void> {
  if (readEditorText(field) !== '') return;
  const key = { key: SIGN, bubbles: true, composed: true, cancelable: true };
  await withVoice(field, async () => {
    field.dispatchEvent(new FocusEvent('focus', { composed: true }));
    field.dispatchEvent(new FocusEvent('focusin', { bubbles: true, composed: true }));
    field.dispatchEvent(new KeyboardEvent('keydown', key));
    await replaceText(field, SIGN);
    field.dispatchEvent(new KeyboardEvent('keyup', key));
    for (let waited = 0; waited < HELD_MS && !isDone(); waited += EVERY_MS) {
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
    if (readEditorText(field) === SIGN) await replaceText(field, '');
    field.dispatchEvent(new KeyboardEvent('keyup', { ...key, key: 'Backspace' }));
    field.dispatchEvent(new FocusEvent('blur', { composed: true }));
    field.dispatchEvent(new FocusEvent('focusout', { bubbles: true, composed: true }));
  });
}
