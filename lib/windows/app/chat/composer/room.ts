import { CHAT_LIMITS } from '../../../../core/chat-limits';

const ENCODER = new TextEncoder();
/** Octets that are left when the counter appears. */
const NEAR = 4_000;

/** How much more a message can hold; `undefined` where that is plenty. Negative: it holds too much. In UTF-8 octets. */
export function roomLeft(text: string): number | undefined {
  // A UTF-16 unit is three octets at most: most texts are never encoded.
  if (text.length * 3 < CHAT_LIMITS.textOctets - NEAR) return undefined;
  const left = CHAT_LIMITS.textOctets - ENCODER.encode(text).length;
  return left <= NEAR ? left : undefined;
}

export const asFile = (words: string): File => new File([words], 'message.txt', { type: 'text/plain' });
