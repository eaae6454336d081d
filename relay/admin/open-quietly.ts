import type { Settings } from '../config/config';
import { openStores } from '../open-stores';
import type { Stores } from '../stores/ports';

const SILENT = { count: () => undefined, gauge: () => undefined, observe: () => undefined };

/** Opens stores for one command, and closes them after it. A command has no log and no metrics. */
export async function withStores<T>(settings: Settings, work: (stores: Stores) => Promise<T>): Promise<T> {
  const stores = await openStores(settings, { log: () => undefined, metrics: SILENT });
  try {
    return await work(stores);
  } finally {
    await stores.close();
  }
}

/** The embedded stores in a folder. */
export const embeddedIn = (settings: Settings, dataFolder: string): Settings => ({
  ...settings,
  store: 'embedded',
  dataFolder,
});
