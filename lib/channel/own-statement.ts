import { AppError } from '../core/errors';
import { statementOf, storedDevice } from './device';
import type { Statement } from './statement';

/**
 * The statement in a stored device of mine; `undefined` where there is none that can be read: a device that the disk
 * spoilt is made anew, the others are told of it, and decide.
 */
export function ownStatement(device: Uint8Array | undefined): Statement | undefined {
  if (device === undefined) return undefined;
  try {
    return statementOf(storedDevice.read(device));
  } catch (error) {
    if (error instanceof AppError && error.code === 'channel/damaged') return undefined;
    throw error;
  }
}

/** At half its time, and where the clock that it was made by was ahead. Milliseconds since 1970. */
export const isStatementDue = ({ issued, validUntil }: Statement, now: number): boolean =>
  now >= issued + (validUntil - issued) / 2 || now < issued;
