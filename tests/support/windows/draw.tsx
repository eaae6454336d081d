import { type ComponentChild, render } from 'preact';
import { act } from 'preact/test-utils';
import { PortsProvider } from '../../../lib/windows/ports';
import { BURST_MS } from '../../../lib/windows/use-ask';
import type { FakePorts } from './fake-ports';

/** Draws into jsdom with fake ports; everything pending is settled before it answers. */
export async function draw(ui: ComponentChild, ports: FakePorts): Promise<HTMLElement> {
  const root = document.body.appendChild(document.createElement('div'));
  await act(() => render(<PortsProvider value={ports}>{ui}</PortsProvider>, root));
  await settle();
  return root;
}

/** After a change of chat: windows ask a moment later, by a timer that was set before this one. */
export async function settleBurst(): Promise<void> {
  await act(() => new Promise<void>((resolve) => setTimeout(resolve, BURST_MS + 5)));
  await settle();
}

export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await act(async () => Promise.resolve());
}

export function erase(): void {
  for (const root of document.body.children) render(null, root);
  document.body.replaceChildren();
}

/** The button, tab or summary that carries these words; fails where there is none. */
export function find(root: ParentNode, words: string): HTMLElement {
  const all = [...root.querySelectorAll<HTMLElement>('button, summary, a, [role=tab]')];
  const found = all.find((element) => element.textContent.includes(words));
  if (found === undefined) throw new Error(`no "${words}" among: ${all.map((one) => one.textContent).join(' | ')}`);
  return found;
}

export async function press(root: ParentNode, words: string): Promise<void> {
  await act(() => find(root, words).click());
  await settle();
}

export async function type(root: ParentNode, label: string, value: string): Promise<void> {
  const labels = [...root.querySelectorAll('label')];
  const named = labels.find((one) => one.textContent.trim() === label);
  const field = named === undefined ? null : document.getElementById(named.htmlFor);
  if (field === null) throw new Error(`no field "${label}"`);
  await act(() => {
    (field as HTMLInputElement).value = value;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  });
  await settle();
}

export async function submit(root: ParentNode): Promise<void> {
  const form = root.querySelector('form');
  await act(() => {
    form?.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
  });
  await settle();
}

export async function pressKey(element: Element, key: string): Promise<void> {
  await act(() => {
    element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  });
  await settle();
}

/** The element with this `data-testid`; fails where there is none. */
export function byId(root: ParentNode, testId: string): HTMLElement {
  const found = root.querySelector<HTMLElement>(`[data-testid="${testId}"]`);
  if (found === null) throw new Error(`no element ${testId}`);
  return found;
}

export async function pressId(root: ParentNode, testId: string): Promise<void> {
  await act(() => byId(root, testId).click());
  await settle();
}

/** Another hash in the address: jsdom tells of it in a later task. */
export async function goTo(hash: string): Promise<void> {
  await act(async () => {
    const arrived = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
    location.hash = hash;
    await arrived;
  });
  await settle();
}
