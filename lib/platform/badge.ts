import { browser } from './browser';

/** The toolbar button: Firefox MV2 calls it browserAction. */
const button = () => browser.action ?? browser.browserAction;

/** A dot where something waits for the person, else nothing. */
export async function showAttention(waits: boolean): Promise<void> {
  await button().setBadgeText({ text: waits ? '•' : '' });
  await button().setBadgeBackgroundColor({ color: '#8a5a00' });
}

/** Opens the toolbar popup where the browser allows it without a click on it; answers whether it did. */
export async function openToolbarPopup(): Promise<boolean> {
  try {
    await button().openPopup();
    return true;
  } catch {
    return false;
  }
}
