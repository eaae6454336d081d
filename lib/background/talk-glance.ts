import type { TalkGlance } from '../bus/views';
import type { Origin } from '../core/brand';
import type { VaultPhase } from '../core/vault-state';
import type { Deps } from './deps';
import type { Ticket } from './tickets';
import { placeOf } from './webchat-pages';

/** Set while words of a page in this tab, in convenience, did not go out. */
export const unsentKey = (tabId: number) => `unsent:${tabId}`;

/** What the bar of a tab says of the conversation in it; `undefined` where the site is not used for chat. */
export async function glanceAtTalk(
  {
    grants,
    tickets,
    webchat,
    memory,
    onFailure,
  }: Pick<Deps, 'grants' | 'tickets' | 'webchat' | 'memory' | 'onFailure'>,
  bar: Ticket,
  phase: VaultPhase,
): Promise<TalkGlance | undefined> {
  const site = await grants.granted(bar.origin as Origin);
  if (site === undefined || !site.uses.includes('chat')) return undefined;
  const nothing: TalkGlance = { way: 'none', isVerified: false };
  if ((await memory.get(unsentKey(bar.tabId))) !== undefined) return { ...nothing, notSent: true };
  const box = (await tickets.ofPurpose('chat-box')).find(({ tabId, origin }) => {
    return tabId === bar.tabId && origin === bar.origin;
  });
  if (box === undefined || phase !== 'unlocked') return nothing;
  try {
    const { way, writable, peer } = await webchat.view(placeOf(box));
    if (!writable || way === 'no-trace' || way === 'none') return nothing;
    return { way, isVerified: peer?.decision === 'verified' };
  } catch (error) {
    onFailure(error);
    return nothing;
  }
}
