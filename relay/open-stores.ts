import type { Settings } from './config/config';
import type { Log, Metrics } from './observe/ports';
import { createEmbeddedStores } from './stores/embedded/embedded-stores';
import type { Stores } from './stores/ports';
import { createScaledStores } from './stores/scaled/scaled-stores';

/** The stores that the settings name. */
export async function openStores(
  settings: Settings,
  ports: { readonly clock: () => number; readonly log: Log; readonly metrics: Metrics },
): Promise<Stores> {
  if (settings.store === 'scaled') return createScaledStores({ config: settings, ...ports });
  return createEmbeddedStores({ folder: settings.dataFolder, ...ports });
}
