import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../../lib/core/errors';

/**
 * Two relays on one folder would each keep half of the truth in memory. The lock is one of the system, through
 * SQLite, on a file beside: it is gone with the process, however that ends. Answers how to let go.
 */
export function holdFolder(folder: string): () => void {
  const lock = new DatabaseSync(join(folder, 'relay.lock'), { timeout: 0 });
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new AppError('relay/waiting', { cause });
  }
  return () => lock.close();
}
