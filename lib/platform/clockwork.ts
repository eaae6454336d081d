import { browser } from './browser';

/** Alarms outlive the background; their least delay is half a minute. */
export const alarms = {
  async set(name: string, at: number): Promise<void> {
    browser.alarms.create(name, { when: at });
  },
  async clear(name: string): Promise<void> {
    await browser.alarms.clear(name);
  },
  onAlarm(listener: (name: string) => void): void {
    browser.alarms.onAlarm.addListener((alarm) => listener(alarm.name));
  },
};

/** Without a key or a movement; the browsers' own minute would lock while one reads. */
const IDLE_SECONDS = 300;

export const idle = {
  onChange(listener: (state: 'active' | 'idle' | 'locked') => void): void {
    browser.idle.setDetectionInterval(IDLE_SECONDS);
    browser.idle.onStateChanged.addListener(listener);
  },
};

export function onShortcut(listener: (name: string) => void): void {
  browser.commands.onCommand.addListener(listener);
}

export function onTabGone(listener: (tabId: number) => void): void {
  browser.tabs.onRemoved.addListener(listener);
}

export function onInstalled(listener: (reason: string) => void): void {
  browser.runtime.onInstalled.addListener(({ reason }) => listener(reason));
}

/** The machine has a network again. Wakes nobody who died: alarms do. */
export function onNetworkBack(listener: () => void): void {
  globalThis.addEventListener?.('online', () => listener());
}

/** Browsers end a background that was idle for half a minute: Chrome counts sockets, Firefox only its own API. */
const AWAKE_MS = 20_000;
const reasons = new Set<string>();
let awake: ReturnType<typeof setInterval> | undefined;

/** Keeps the background alive while there is a reason; it may be ended all the same, and then alarms start it. */
export function stayAwake(reason: 'relay' | 'no-trace' | 'call', wanted: boolean): void {
  if (wanted) reasons.add(reason);
  else reasons.delete(reason);
  clearInterval(awake);
  awake =
    reasons.size > 0
      ? setInterval(() => browser.runtime.getPlatformInfo().catch(() => undefined), AWAKE_MS)
      : undefined;
}
