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
