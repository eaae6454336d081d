import { vi } from 'vitest';

/** jsdom has no modal dialogs and no addresses of Blobs: drawing them open, and naming them, is all that tests need. */
export function standInForBrowser(): { readonly urls: () => number } {
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.setAttribute('open', '');
  };
  HTMLDialogElement.prototype.close = function close() {
    this.removeAttribute('open');
  };
  const open = new Set<string>();
  let made = 0;
  URL.createObjectURL = () => {
    const url = `blob:test/${++made}`;
    open.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => {
    open.delete(url);
  };
  return { urls: () => open.size };
}

/** Whether the person has this window in front of them. */
export function lookAtWindow(looked: boolean): void {
  vi.spyOn(document, 'hasFocus').mockReturnValue(looked);
  dispatchEvent(new Event(looked ? 'focus' : 'blur'));
}
