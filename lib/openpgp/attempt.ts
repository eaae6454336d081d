import type { ErrorCode } from '../core/error-codes';
import { AppError } from '../core/errors';

/**
 * The library's own words, for it has no error class: a message that unpacks past `maxDecompressedMessageSize`, and one
 * that is packed twice, which it never unpacks and nobody writes but to hide a bomb.
 */
const BOMB_WORDS = [
  /Maximum decompressed (?:message )?size exceeded/,
  // The name of the class is another one in what is shipped.
  /^Parsing \S+ failed: Packet not allowed in this context: compressedData$/,
];

function* causes(error: unknown): Generator<unknown> {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) yield at;
}

const isBomb = (error: unknown): boolean =>
  error instanceof Error && BOMB_WORDS.some((words) => words.test(error.message));

/** The code for what the library threw: ours where one is inside, a bomb where it is one, else `fallback`. */
export function codeOf(error: unknown, fallback: ErrorCode): ErrorCode {
  for (const cause of causes(error)) {
    if (cause instanceof AppError) return cause.code;
    if (isBomb(cause)) return 'mail/bomb';
  }
  return fallback;
}

/**
 * Runs `work`; whatever it throws comes out as an `AppError`, without the library's message, which can quote input.
 */
export async function attempt<T>(fallback: ErrorCode, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AppError ? error : new AppError(codeOf(error, fallback));
  }
}

/** True where `work` ends without throwing: for the library's checks that answer by exception. */
export async function holds(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch {
    return false;
  }
}

/** Throws `bus/cancelled` once the caller gave up. */
export function stopIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AppError('bus/cancelled');
}
