import { join } from 'node:path';
import { AppError } from '../lib/core/errors';
import type { Settings } from './config/config';
import type { Log, Metrics } from './observe/ports';
import { createEmbeddedStores } from './stores/embedded/embedded-stores';
import type { Stores } from './stores/ports';
import { createScaledStores } from './stores/scaled/scaled-stores';

/** The stores that the settings name. */
export async function openStores(
  settings: Settings,
  ports: { readonly log: Log; readonly metrics: Metrics },
): Promise<Stores> {
  const { postgresUrl, redisUrl, redisVolatileUrl, dataFolder } = settings;
  if (settings.store === 'embedded') return createEmbeddedStores({ folder: dataFolder, ...ports });
  // readSettings lets nobody come here without them.
  if (postgresUrl === undefined || redisUrl === undefined || redisVolatileUrl === undefined) {
    throw new AppError('relay/setup');
  }
  const attachmentFolder = join(dataFolder, 'attachments');
  return createScaledStores({ postgresUrl, redisUrl, redisVolatileUrl, attachmentFolder, ...ports });
}
