import { browser } from './browser';

/** Asks the content script in one frame of a tab; `undefined` where nobody answers any more. */
export async function askPage(tabId: number, frameId: number, message: unknown): Promise<unknown> {
  try {
    return await browser.tabs.sendMessage(tabId, message, { frameId });
  } catch {
    return undefined;
  }
}

/** Tells all of our content scripts in a tab. */
export async function tellPages(tabId: number, message: unknown): Promise<void> {
  await browser.tabs.sendMessage(tabId, message).catch(() => undefined);
}

/** Tells all of our frames and windows; nobody listening is no failure. */
export async function broadcast(message: unknown): Promise<void> {
  await browser.runtime.sendMessage(message).catch(() => undefined);
}

export type TabInfo = { readonly id: number; readonly url: string | undefined };

/** The tab in front; its address is known only where activeTab or a grant allows it. */
export async function activeTab(): Promise<TabInfo | undefined> {
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  return tab?.id === undefined ? undefined : { id: tab.id, url: tab.url };
}

export async function tabById(id: number): Promise<TabInfo | undefined> {
  try {
    const tab = await browser.tabs.get(id);
    return { id, url: tab.url };
  } catch {
    return undefined;
  }
}

/** Tabs on one origin: only granted origins can be asked for. */
export async function tabsOn(origin: string): Promise<readonly number[]> {
  const tabs = await browser.tabs.query({ url: `${new URL(origin).protocol}//${new URL(origin).hostname}/*` });
  return tabs
    .filter((tab) => tab.url?.startsWith(`${origin}/`))
    .flatMap((tab) => (tab.id === undefined ? [] : [tab.id]));
}
