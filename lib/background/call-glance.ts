import type { Origin } from '../core/brand';
import type { CallGlance } from '../core/page-call-words';
import type { Deps } from './deps';
import type { Ticket } from './tickets';

/**
 * What the bar of a tab says of the call in it, or in a page inside its page; `undefined` where the site is not used for calls. Fails where that
 * cannot be told: a bar that is wrong about a call is worse than one that says it failed.
 */
export async function glanceAtCall(
  { grants, pageCalls }: Pick<Deps, 'grants' | 'pageCalls'>,
  { tabId, origin }: Ticket,
): Promise<CallGlance | undefined> {
  const site = await grants.granted(origin as Origin);
  if (site === undefined || !site.uses.includes('call')) return undefined;
  const inner = await pageCalls.originIn(tabId);
  const { status, code, live, invited } = await pageCalls.glance({ tabId, origin: inner ?? (origin as Origin) });
  return { status, live, invited, ...(code === undefined ? {} : { code }) };
}
