import { openToolbarPopup } from '../platform/badge';
import { activeTab, tabById } from '../platform/tabs';
import { closeWindows, openAppTab, openOnlyWindow, openWindow } from '../platform/windows';
import type { Deps } from './deps';

const CERTIFICATE = { width: 540, height: 700 };
const CALL = { width: 760, height: 620 };
const UNLOCK = { width: 420, height: 480 };

/** Opens our own windows: what asks for a decision is never drawn inside a page. */
export const screen: Deps['screen'] = {
  openApp: (hash) => openAppTab(hash),
  openCertificate: (fingerprint) =>
    openWindow(`/certificate.html#${fingerprint}`, CERTIFICATE.width, CERTIFICATE.height),
  openUnlock: () => openWindow('/app.html#unlock', UNLOCK.width, UNLOCK.height),
  openCall: (id) => openOnlyWindow('/call-window.html', `#${id}`, CALL.width, CALL.height),
  closeCall: () => closeWindows('/call-window.html'),
  async openPopup(tabId) {
    if (await openToolbarPopup()) return;
    await openWindow(tabId === undefined ? '/popup.html' : `/popup.html?tab=${tabId}`, UNLOCK.width, UNLOCK.height);
  },
  urlOf: (tabId) => (tabId === undefined ? activeTab() : tabById(tabId)),
};
