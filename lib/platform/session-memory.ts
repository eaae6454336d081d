import { browser } from './browser';

/**
 * `storage.session`: in memory only, gone when the browser ends, readable by trusted contexts alone.
 * Survives the death of the background.
 */
export const sessionMemory = {
  async get(key: string): Promise<unknown> {
    return (await browser.storage.session.get(key))[key];
  },
  async set(key: string, value: unknown): Promise<void> {
    await browser.storage.session.set({ [key]: value });
  },
  async remove(key: string): Promise<void> {
    await browser.storage.session.remove(key);
  },
  async entries(prefix: string): Promise<ReadonlyArray<readonly [name: string, value: unknown]>> {
    return Object.entries(await browser.storage.session.get(null)).filter(([name]) => name.startsWith(prefix));
  },
};

/** Chrome keeps it from content scripts by default; saying so makes the promise ours. */
export async function closeSessionMemoryToPages(): Promise<void> {
  const area = browser.storage.session as { setAccessLevel?: (options: { accessLevel: string }) => Promise<void> };
  await area.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
}
