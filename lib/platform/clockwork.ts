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
