import { type PrivateKey, readPrivateKeys, type SecretKeyPacket } from 'openpgp';
import { AppError } from '../core/errors';
import { LIMITS } from '../core/limits';
import type { SecretImport } from '../core/openpgp-port';
import { looksBinary, readArmor } from './armor';
import { attempt } from './attempt';
import { cleanCertificate } from './clean-certificate';
import { fingerprintOf } from './key-parts';
import { MAX_PACKETS } from './packet-limit';
import { scanPackets, TAG } from './packet-scan';
import { toCertificateOctets } from './read-certificate';
import { asksTooMuch } from './s2k-demand';
import { wipe } from './secret-key';

/** More keys than one person exports at a time. */
const MOST_KEYS = 20;

function secretPackets(octets: Uint8Array): readonly Uint8Array[] {
  if (octets.length > LIMITS.certificateOctets) throw new AppError('key/too-large');
  if (looksBinary(octets)) return [octets];
  const blocks = readArmor(octets, MOST_KEYS + 1);
  const secrets = blocks.flatMap((block) => (block?.kind === 'PRIVATE KEY BLOCK' ? [block.octets] : []));
  if (secrets.length > 0) return secrets;
  if (blocks.some((block) => block?.kind === 'PUBLIC KEY BLOCK')) throw new AppError('key/public-as-secret');
  throw new AppError(blocks.includes(undefined) ? 'key/damaged' : 'key/not-a-key');
}

function assertSecretKeys(octets: Uint8Array): void {
  const { packets, state } = scanPackets(octets, MAX_PACKETS);
  if (state === 'too-many') throw new AppError('key/too-large');
  const first = packets[0]?.tag;
  if (first === TAG.publicKey && !packets.some((packet) => packet.tag === TAG.secretKey)) {
    throw new AppError('key/public-as-secret');
  }
  if (first !== TAG.secretKey && first !== TAG.publicKey) throw new AppError('key/not-a-key');
  if (state === 'broken') throw new AppError('key/damaged');
}

const secretParts = (key: PrivateKey): readonly SecretKeyPacket[] =>
  key
    .getKeys()
    .map(({ keyPacket }) => keyPacket as SecretKeyPacket)
    .filter((packet) => 'isMissingSecretKeyMaterial' in packet && !packet.isMissingSecretKeyMaterial());

/** Unlocks every part, whichever are locked: one file may hold both. */
async function unlock(key: PrivateKey, passphrase: string | undefined): Promise<void> {
  const parts = secretParts(key);
  // All of it on a card, or locked in a way that nobody here knows.
  if (parts.length === 0) throw new AppError('key/damaged');
  for (const part of parts) {
    if (part.isDecrypted()) continue;
    if (passphrase === undefined || passphrase === '') throw new AppError('key/needs-passphrase');
    if (asksTooMuch(part)) throw new AppError('key/too-large');
    await attempt('key/wrong-passphrase', () => part.decrypt(passphrase));
  }
  // The secret part must belong to the public part (Klima and Rosa 2001): octets from outside prove nothing.
  for (const part of parts) await attempt('key/damaged', () => part.validate());
}

async function importOne(key: PrivateKey, passphrase: string | undefined): Promise<SecretImport> {
  try {
    await unlock(key, passphrase);
    const certificate = toCertificateOctets(await cleanCertificate(key.toPublic()));
    return { secret: { fingerprint: fingerprintOf(key), octets: key.write() }, certificate };
  } finally {
    wipe(key);
  }
}

/**
 * The private keys of an armored or binary export, unlocked, each with its certificate. Throws `key/needs-passphrase`,
 * `key/wrong-passphrase`, `key/public-as-secret`, `key/not-a-key`, `key/damaged`, `key/too-large`.
 */
export function importSecret(octets: Uint8Array, passphrase: string | undefined): Promise<readonly SecretImport[]> {
  return attempt('key/damaged', async () => {
    const imports: SecretImport[] = [];
    for (const packets of secretPackets(octets)) {
      assertSecretKeys(packets);
      const keys = await readPrivateKeys({ binaryKeys: packets.slice() });
      if (imports.length + keys.length > MOST_KEYS) throw new AppError('key/too-large');
      for (const key of keys) imports.push(await importOne(key, passphrase));
    }
    return imports;
  });
}
