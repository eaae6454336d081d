import { type Carried, fixed, list, opaque, struct, uint8, uint16, uint32 } from '../core/wire/codec';
import { decode, encode } from '../core/wire/encode';
import { MEDIA_LIMITS } from './limits';
import { CALL_ID_OCTETS } from './metadata';
import type { Octets } from './octets';

const VERSION = 1;

/** What a sender draws for a generation. */
export const BASE_KEY_OCTETS = 32;
/** What a ratchet step of the larger suite gives. */
const LONGEST_KEY = 64;
/** The key in use, and the one that will be. */
const MOST_KEYS = 2;

const senderKey = struct({
  generation: uint32,
  step: uint8,
  key: opaque(LONGEST_KEY, BASE_KEY_OCTETS),
});
/** A base key: it opens all frames from this ratchet step on, until the next generation. */
export type SenderKey = Carried<typeof senderKey>;

const announcement = struct({
  version: uint8,
  /** IANA's number of the cipher suite. */
  suite: uint16,
  call: fixed(CALL_ID_OCTETS),
  /** The sender's place in the call. */
  sender: uint8,
  keys: list(senderKey, MOST_KEYS),
});
/** What a sender tells one participant, in the secure channel, sealed once more by `key-box.ts`. */
export type Announcement = Omit<Carried<typeof announcement>, 'version'>;

export const writeAnnouncement = (value: Announcement): Octets => encode(announcement, { version: VERSION, ...value });

/** `undefined` for what is cut, of another version or out of range. The keys are copies: wipe the octets. */
export function readAnnouncement(octets: Uint8Array): Announcement | undefined {
  try {
    const { version, ...value } = decode(announcement, octets);
    if (version !== VERSION || value.sender >= MEDIA_LIMITS.senders || value.keys.length === 0) return undefined;
    if (value.keys.some(({ step }) => step >= MEDIA_LIMITS.steps)) return undefined;
    const keys = value.keys.map((one) => ({ ...one, key: one.key.slice() }));
    return { ...value, call: value.call.slice(), keys };
  } catch {
    return undefined;
  }
}
