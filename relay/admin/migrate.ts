import { AppError } from '../../lib/core/errors';
import type { Settings } from '../config/config';
import { type Counts, copyStores } from './copy-stores';
import { isEmptyOfData } from './data-folder';
import { embeddedIn, withStores } from './open-quietly';
import { checkSetup } from './scaled-backup';

/**
 * Takes everything of the embedded store in the data folder into the scaled one; no relay may run on either. What is
 * embedded stays as it is; attachments stay where they are, which is where the scaled store looks for them. Cut off,
 * it goes on when it is called again.
 */
export async function migrate(settings: Settings): Promise<Counts> {
  if (settings.store !== 'scaled') throw new AppError('relay/store-settings');
  if (await isEmptyOfData(settings.dataFolder)) throw new AppError('relay/not-found');
  await checkSetup(settings, settings.dataFolder);
  return await withStores(embeddedIn(settings, settings.dataFolder), (from) =>
    withStores(settings, (to) => copyStores(from, to)),
  );
}
