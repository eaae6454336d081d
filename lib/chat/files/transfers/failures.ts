import type { ErrorCode } from '../../../core/error-codes';
import { AppError, toErrorCode } from '../../../core/errors';

/** What does not heal by itself: a person has to do something, or there is nothing to be done. */
const FINAL: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'relay/quota',
  'relay/too-large',
  'relay/unsealed',
  'relay/private-key',
  'relay/origin',
  'relay/version',
  'relay/broken',
  'relay/not-found',
  'wire/malformed',
  'file/damaged',
  'file/expired',
  'file/not-here',
  'store/full',
  'store/failed',
  'bus/internal',
]);

export const isFinal = (code: ErrorCode): boolean => FINAL.has(code);

/** What `work` answers, or `AppError('bus/cancelled')` as soon as the signal says so. */
export async function unlessStopped<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let stop: () => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new AppError('bus/cancelled'));
  });
  signal.addEventListener('abort', stop);
  try {
    if (signal.aborted) stop();
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Does something else where the work fails with this code. */
export async function onCode<T>(code: ErrorCode, work: () => Promise<T>, instead: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (toErrorCode(error) !== code) throw error;
    return instead();
  }
}
