import { type ErrorCode, SENTENCES } from './error-codes';

/** The one failure type. Its message is its code, so that it is safe to log. */
export class AppError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'AppError';
    this.code = code;
  }
}

export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(SENTENCES, value);

/** The code of any thrown value; what is not ours is `bus/internal`. */
export const toErrorCode = (error: unknown): ErrorCode => (error instanceof AppError ? error.code : 'bus/internal');

/** What happened and what to do, for a person. */
export const sentenceFor = (code: ErrorCode): string => SENTENCES[code];
