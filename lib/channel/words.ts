import { type Carried, oneOf, opaque, optional, struct } from '../core/wire/codec';
import { encode } from '../core/wire/encode';
import { messageId } from '../core/wire/ids';
import { Reader } from '../core/wire/reader';
import { key } from './fields';
import { CHANNEL_LIMITS } from './limits';

/** What a body says. `empty` carries a half, a nonce or nothing; `end` ends the session. */
export const words = struct({
  id: messageId,
  kind: oneOf(['content', 'empty', 'end']),
  /** The nonce that the initiator committed to. */
  nonce: optional(key),
  content: opaque(CHANNEL_LIMITS.contentOctets),
});
export type Words = Carried<typeof words>;

/** With zeros behind it, up to the next multiple of 64 octets. */
export function writeWords(value: Words): Uint8Array {
  const octets = encode(words, value);
  const step = CHANNEL_LIMITS.paddingOctets;
  const padded = new Uint8Array(Math.ceil(octets.length / step) * step);
  padded.set(octets);
  return padded;
}

export function readWords(octets: Uint8Array): Words | undefined {
  try {
    const reader = new Reader(octets);
    const value = words.read(reader);
    return reader.octets(reader.left).every((octet) => octet === 0) ? value : undefined;
  } catch {
    return undefined;
  }
}
