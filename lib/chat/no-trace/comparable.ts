import { AppError } from '../../core/errors';

/** Octets of a secret to be compared, and of the question for it. */
const MOST_OCTETS = 1_000;
const octetsIn = (text: string): number => new TextEncoder().encode(text).length;

/** Throws `otr/unsendable` for a secret that is empty, `chat/too-long`. */
export function assertComparable(secret: string, question = ''): void {
  if (secret === '') throw new AppError('otr/unsendable');
  if (octetsIn(secret) > MOST_OCTETS || octetsIn(question) > MOST_OCTETS) throw new AppError('chat/too-long');
}
