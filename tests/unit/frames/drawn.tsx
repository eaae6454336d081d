import { type ComponentChild, render } from 'preact';
import { act } from 'preact/test-utils';
import { type Guard, GuardContext } from '../../../lib/frames/shared/guard';
import { settle } from './support';

/** What the browser would say of a person's own press on something in plain sight. */
export const OPEN_GUARD: Guard = {
  trusts: () => true,
  watch: () => ({ seenFor: () => true, becomesSeen: () => Promise.resolve(true), stop: () => undefined }),
};
/** The same press while something lies over the frame. */
export const COVERED_GUARD: Guard = {
  trusts: () => true,
  watch: () => ({ seenFor: () => false, becomesSeen: () => Promise.resolve(false), stop: () => undefined }),
};

/** Draws into a document of its own and answers what a test asks of it. */
export async function drawn(view: ComponentChild, guard: Guard = OPEN_GUARD) {
  const root = document.createElement('div');
  document.body.replaceChildren(root);
  const pause = () =>
    act(async () => {
      await settle();
    });
  await act(async () => {
    render(<GuardContext.Provider value={guard}>{view}</GuardContext.Provider>, root);
    await settle();
  });
  const all = (id: string) => [...root.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];
  const one = (id: string): HTMLElement => {
    const [element] = all(id);
    if (element === undefined) throw new Error(`nothing drawn is named ${id}`);
    return element;
  };
  return {
    root,
    all,
    one,
    pause,
    words: (id: string) => one(id).textContent ?? '',
    async press(id: string) {
      await act(async () => {
        one(id).click();
        await settle();
      });
    },
    async type(id: string, text: string) {
      await act(async () => {
        const field = one(id) as HTMLInputElement;
        field.value = text;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        await settle();
      });
    },
    async key(id: string, key: string) {
      await act(async () => {
        one(id).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        await settle();
      });
    },
  };
}
