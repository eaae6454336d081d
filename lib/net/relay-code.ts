import type { ErrorCode } from '../core/error-codes';
import { AppError, isErrorCode } from '../core/errors';

/** The code that a relay said, where it is one that a relay may say: it has no word about keys, files or the bus. */
export const relayCode = (said: string): ErrorCode | undefined =>
  isErrorCode(said) && (said.startsWith('relay/') || said === 'wire/malformed') ? said : undefined;

/** The relay said no. */
export class RelayRefusal extends AppError {
  /** Milliseconds after which one may ask again; 0 for never or at once. As the relay says: up to 49 days. */
  readonly waitMs: number;

  /** A code that this version does not know comes from another version. */
  constructor(said: string, waitMs: number) {
    super(relayCode(said) ?? 'relay/version');
    this.waitMs = waitMs;
  }
}
