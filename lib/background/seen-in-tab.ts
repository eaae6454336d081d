import type { Deps } from './deps';
import type { SeenInTab } from './grants';

type Memory = Pick<Deps['memory'], 'get' | 'set' | 'remove'>;

const siteKey = (tabId: number) => `site:${tabId}`;
const callsKey = (tabId: number) => `calls:${tabId}`;

/** Our script in this tab knows its page: a site file's name, or `chat`. */
export const sawSite = (memory: Memory, tabId: number, site: string): Promise<void> => memory.set(siteKey(tabId), site);

/** The script that sees calls is there, in the page or in one inside it, beside others or alone. */
export const sawCalls = (memory: Memory, tabId: number): Promise<void> => memory.set(callsKey(tabId), true);

export async function seenInTab(memory: Memory, tabId: number): Promise<SeenInTab> {
  const [site, calls] = await Promise.all([memory.get(siteKey(tabId)), memory.get(callsKey(tabId))]);
  return { site: (site as string | undefined) ?? (calls === true ? 'call' : undefined), calls: calls === true };
}

export async function forgetSeen(memory: Memory, tabId: number): Promise<void> {
  await Promise.all([memory.remove(siteKey(tabId)), memory.remove(callsKey(tabId))]);
}
