import { browser } from './browser';

/** What the system shows by itself, outside of our windows. One with the same id takes the place of the last. */
export async function showNotification(id: string, title: string, message: string): Promise<void> {
  const iconUrl = browser.runtime.getURL('/icon/128.png');
  await browser.notifications.create(id, { type: 'basic', iconUrl, title, message });
}

export async function clearNotification(id: string): Promise<void> {
  await browser.notifications.clear(id);
}

/** A press on one. Add it in the first turn of the background: the press may be what wakes it. */
export function onNotification(listener: (id: string) => void): void {
  browser.notifications.onClicked.addListener((id) => {
    clearNotification(id).catch(() => undefined);
    listener(id);
  });
}
