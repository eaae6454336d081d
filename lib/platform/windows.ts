import { browser } from './browser';

/** Our windows: popup-type, so that they carry the browser's own frame and no page can draw over them. */
export async function openWindow(path: string, width: number, height: number): Promise<void> {
  // Firefox alone asks before a window may close itself, and Chrome refuses options that it does not know.
  const closable = import.meta.env.FIREFOX ? { allowScriptsToClose: true } : {};
  await browser.windows.create({ url: browser.runtime.getURL(path), type: 'popup', width, height, ...closable });
}

/** A tab of ours, in front. */
export async function openAppTab(hash: string): Promise<void> {
  await browser.tabs.create({ url: `${browser.runtime.getURL('/app.html')}#${hash}` });
}

/** Tabs that show a document of ours. */
const tabsAt = async (path: string) => {
  const all = await browser.tabs.query({});
  return all.filter(({ url }) => url?.startsWith(browser.runtime.getURL(path)) === true);
};

/** A window of which there is one: brought to the front with this address, or opened. */
export async function openOnlyWindow(path: string, hash: string, width: number, height: number): Promise<void> {
  const [there] = await tabsAt(path);
  if (there?.id === undefined) return openWindow(`${path}${hash}`, width, height);
  const url = browser.runtime.getURL(`${path}${hash}`);
  await browser.tabs.update(there.id, there.url === url ? { active: true } : { active: true, url });
  if (there.windowId !== undefined) await browser.windows.update(there.windowId, { focused: true });
}

export async function closeWindows(path: string): Promise<void> {
  const ids = (await tabsAt(path)).flatMap(({ id }) => (id === undefined ? [] : [id]));
  await browser.tabs.remove(ids);
}

/** The last window of ours with this document was closed. Add it in the first turn of the background. */
export function onWindowGone(path: string, listener: () => void): void {
  browser.tabs.onRemoved.addListener((gone) => {
    tabsAt(path)
      // Firefox may still name the tab that it closes.
      .then((tabs) => tabs.every(({ id }) => id === gone) && listener())
      .catch(() => undefined);
  });
}
