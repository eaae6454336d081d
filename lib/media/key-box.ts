import { gcm } from '@noble/ciphers/aes.js';
import { join, type Octets, type Random } from './octets';
import { type Announcement, readAnnouncement, writeAnnouncement } from './sender-key';
import { NONCE_OCTETS } from './suites';

const LABEL = new TextEncoder().encode('Sotto/1 call announcement');

/**
 * An announcement under a key of the call's own exchange (`Line.boxes.mine`), beside the secure channel that carries it:
 * so the words that two people compare vouch for the media keys too, not for the channel alone.
 */
export function sealAnnouncement(key: Uint8Array, random: Random, announcement: Announcement): Octets {
  const nonce = random(NONCE_OCTETS);
  const plain = writeAnnouncement(announcement);
  const sealed = join(nonce, gcm(key, nonce, LABEL).encrypt(plain));
  plain.fill(0);
  return sealed;
}

/** `undefined` where it was not sealed with this key (`Line.boxes.theirs`) or is no announcement. */
export function openAnnouncement(key: Uint8Array, octets: Uint8Array): Announcement | undefined {
  try {
    const cipher = gcm(key, octets.subarray(0, NONCE_OCTETS), LABEL);
    const plain = cipher.decrypt(octets.subarray(NONCE_OCTETS));
    const announcement = readAnnouncement(plain);
    plain.fill(0);
    return announcement;
  } catch {
    return undefined;
  }
}
