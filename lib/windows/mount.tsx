import { type ComponentChild, render } from 'preact';
import { call } from '../bus/client';
import { onBusEvent } from '../bus/events';
import { requestOrigin } from '../platform/permissions';
import { activeTab } from '../platform/tabs';
import { isByPerson } from './by-person';
import { tabFromSearch } from './popup/tab-from-search';
import { PortsProvider, type WindowPorts } from './ports';
import './windows.css';

/** Draws one of our windows into its document, wired to the real browser. */
export function mountWindow(window: ComponentChild): void {
  const ports: WindowPorts = {
    call,
    onBusEvent,
    requestOrigin,
    currentTab: async () => tabFromSearch(location.search) ?? (await activeTab())?.id,
    isByPerson,
    copy: (text) => navigator.clipboard.writeText(text),
    saveFile,
    closeWindow: () => globalThis.close(),
    now: Date.now,
  };
  render(<PortsProvider value={ports}>{window}</PortsProvider>, document.body);
}

/** A download without the permission for downloads: the browser asks or stores as the person set it. */
function saveFile(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/pgp-keys' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
