import { digest } from './crypto';
import { LABELS } from './labels';

/**
 * The words that two people compare by voice. The initiator commits to a nonce in its opening and shows it only when
 * the answer is there: someone in the middle has one try, and cannot search for a handshake whose words are the same
 * (ZRTP, RFC 6189, 4.4.1.1). 64 bits, of which at least 32 have to be shown.
 */
export const comparisonOf = (transcript: Uint8Array, nonce: Uint8Array): Uint8Array =>
  digest(LABELS.comparison, transcript, nonce).slice(0, 8);

export const commitTo = (nonce: Uint8Array): Uint8Array => digest(LABELS.commitment, nonce);

/** Twelve digits in three groups (39.8 bits), for where no list of words is at hand. */
export function digitsOf(comparison: Uint8Array): string {
  const whole = new DataView(comparison.buffer, comparison.byteOffset, 8).getBigUint64(0);
  const digits = (whole % 10n ** 12n).toString().padStart(12, '0');
  return digits.replace(/(\d{4})(\d{4})(\d{4})/, '$1 $2 $3');
}
