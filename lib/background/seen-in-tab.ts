import type { Deps } from './deps';
import type { SeenInTab } from './grants';

type Ports = { readonly memory: Pick<Deps['memory'], 'get' | 'set' | 'remove'>; readonly announce: Deps['announce'] };

const siteKey = (tabId: number) => `site:${tabId}`;
const callsKey = (tabId: number) => `calls:${tabId}`;

/** A window that stands open hears of it, once. */
async function note({ memory, announce }: Ports, key: string, value: string | true): Promise<void> {
  if ((await memory.get(key)) === value) return;
  await memory.set(key, value);
  await announce('sites');
}

/** Our script in this tab knows its page: a site file's name, or `chat`. */
export const sawSite = (ports: Ports, tabId: number, site: string): Promise<void> => note(ports, siteKey(tabId), site);

/** The script that sees calls is there, in the page or in one inside it, beside others or alone. */
export const sawCalls = (ports: Ports, tabId: number): Promise<void> => note(ports, callsKey(tabId), true);

export async function seenInTab({ memory }: Pick<Ports, 'memory'>, tabId: number): Promise<SeenInTab> {
  const [site, calls] = await Promise.all([memory.get(siteKey(tabId)), memory.get(callsKey(tabId))]);
  return { site: (site as string | undefined) ?? (calls === true ? 'call' : undefined), calls: calls === true };
}

export async function forgetSeen({ memory }: Pick<Ports, 'memory'>, tabId: number): Promise<void> {
  await Promise.all([memory.remove(siteKey(tabId)), memory.remove(callsKey(tabId))]);
}
