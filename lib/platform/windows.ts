import { browser } from './browser';

/** Our windows: popup-type, so that they carry the browser's own frame and no page can draw over them. */
export async function openWindow(path: string, width: number, height: number): Promise<void> {
  await browser.windows.create({ url: browser.runtime.getURL(path), type: 'popup', width, height });
}

/** One tab of ours: brought to the front if it is open already. */
export async function openAppTab(hash: string): Promise<void> {
  await browser.tabs.create({ url: `${browser.runtime.getURL('/app.html')}#${hash}` });
}
