import { act } from 'preact/test-utils';
import type { TabState } from '../../../lib/core/site-state';
import type { VaultPhase } from '../../../lib/core/vault-state';
import { settle } from './draw';
import type { Answers } from './fake-ports';

/** A background that the toolbar popup asks, about one tab. */
export const popupAnswers = (phase: VaultPhase, state: TabState, more: Answers = {}): Answers => ({
  'vault.state': () => ({ phase }),
  'sites.tabState': () => state,
  'sites.expectGrant': () => undefined,
  'sites.grant': () => undefined,
  'contacts.list': () => [],
  'drafts.list': () => [],
  ...more,
});

/** Presses the radio button or check box whose label begins with these words. */
export async function pick(root: ParentNode, words: string): Promise<void> {
  const label = [...root.querySelectorAll('label')].find((one) => one.textContent.startsWith(words));
  const input = label?.querySelector('input');
  if (input === null || input === undefined) throw new Error(`nothing to pick: ${words}`);
  await act(() => input.click());
  await settle();
}
