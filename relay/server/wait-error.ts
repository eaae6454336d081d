import { AppError } from '../../lib/core/errors';

/** Too many tries: `relay/wait`, with the milliseconds until the next one is allowed. */
export class WaitError extends AppError {
  readonly waitMs: number;

  constructor(waitMs: number) {
    super('relay/wait');
    this.waitMs = waitMs;
  }
}
