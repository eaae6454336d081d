import { type ComponentChild, render } from 'preact';
import { saveBlob } from '../../components/save-blob';
import { call } from '../bus/client';
import { onBusEvent } from '../bus/events';
import { safeFileName } from '../core/file-names';
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
    saveFile: saveBlob,
    saveBlob: (name, content) => saveBlob(safeFileName(name), content),
    closeWindow: () => globalThis.close(),
    now: Date.now,
  };
  render(<PortsProvider value={ports}>{window}</PortsProvider>, document.body);
}
