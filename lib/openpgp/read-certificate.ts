import { type PublicKey, readKey } from 'openpgp';
import { AppError } from '../core/errors';
import { LIMITS } from '../core/limits';
import type { CertificateOctets } from '../core/openpgp-port';
import { looksBinary, readArmor } from './armor';
import { attempt } from './attempt';
import { cleanCertificate } from './clean-certificate';
import { fingerprintOf } from './key-parts';
import { MAX_PACKETS } from './packet-limit';
import { scanPackets, TAG } from './packet-scan';

/** The packets of the one key block in a file, a paste or a mail. */
function keyPackets(octets: Uint8Array): Uint8Array {
  if (octets.length > LIMITS.certificateOctets) throw new AppError('key/too-large');
  if (looksBinary(octets)) return octets;
  const blocks = readArmor(octets, 50);
  if (blocks.some((block) => block?.kind === 'PRIVATE KEY BLOCK')) throw new AppError('key/secret-as-public');
  const keys = blocks.filter((block) => block?.kind === 'PUBLIC KEY BLOCK');
  if (keys.length > 1) throw new AppError('key/several');
  const found = keys[0];
  if (found) return found.octets;
  throw new AppError(claimsToBeKey(octets) ? 'key/damaged' : 'key/not-a-key');
}

function claimsToBeKey(octets: Uint8Array): boolean {
  const text = new TextDecoder().decode(octets);
  if (text.includes('-----BEGIN PGP PRIVATE KEY BLOCK-----')) throw new AppError('key/secret-as-public');
  return text.includes('-----BEGIN PGP PUBLIC KEY BLOCK-----');
}

/** What the packet headers already tell, before the library parses a thing. */
function assertOnePublicKey(octets: Uint8Array): void {
  const { packets, state } = scanPackets(octets, MAX_PACKETS);
  if (state === 'too-many') throw new AppError('key/too-large');
  const tags = packets.map((packet) => packet.tag);
  if (tags.includes(TAG.secretKey) || tags.includes(TAG.secretSubkey)) throw new AppError('key/secret-as-public');
  if (tags[0] !== TAG.publicKey) throw new AppError('key/not-a-key');
  if (state === 'broken') throw new AppError('key/damaged');
  if (tags.filter((tag) => tag === TAG.publicKey).length > 1) throw new AppError('key/several');
  // Version 2 and 3 keys are RSA with MD5 fingerprints (RFC 9580, 5.5.2.1): there is no safe use of one.
  const version = packets[0]?.version ?? 0;
  if (version < 4) throw new AppError('key/weak');
}

/**
 * One certificate out of `octets`: binary or armored, with other text around it or not. Answers only what is valid of
 * it, public packets only, binary. Throws `key/not-a-key`, `key/damaged`, `key/several`, `key/secret-as-public`,
 * `key/too-large`, `key/weak` (version 3).
 */
export function readCertificate(octets: Uint8Array): Promise<CertificateOctets> {
  return attempt('key/damaged', async () => {
    const packets = keyPackets(octets);
    assertOnePublicKey(packets);
    // A copy: parsed packets are views of what they were read from.
    const key = await readKey({ binaryKey: packets.slice() });
    return toCertificateOctets(await cleanCertificate(key.toPublic()));
  });
}

export function toCertificateOctets(key: PublicKey): CertificateOctets {
  const octets = key.write();
  if (octets.length > LIMITS.certificateOctets) throw new AppError('key/too-large');
  return { fingerprint: fingerprintOf(key), octets };
}
