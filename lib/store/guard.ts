import { AppError } from '../core/errors';

/** Names under which browsers report a full disk or quota, also as the cause of an aborted transaction. */
const FULL = new Set(['QuotaExceededError', 'NS_ERROR_DOM_INDEXEDDB_QUOTA_ERR', 'NS_ERROR_FILE_NO_DEVICE_SPACE']);

/** Runs one piece of work on the database; every failure becomes `store/full` or `store/failed`. */
export async function guard<T>(work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError(isFull(cause) ? 'store/full' : 'store/failed', { cause });
  }
}

function isFull(cause: unknown, depth = 0): boolean {
  if (typeof cause !== 'object' || cause === null || depth > 4) return false;
  const { name, inner, failures } = cause as { name?: unknown; inner?: unknown; failures?: unknown };
  if (typeof name === 'string' && FULL.has(name)) return true;
  return isFull(inner, depth + 1) || (Array.isArray(failures) && failures.some((one) => isFull(one, depth + 1)));
}
