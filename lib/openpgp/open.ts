import { type Message, type PrivateKey, readMessage } from 'openpgp';
import { AppError } from '../core/errors';
import { LIMITS } from '../core/limits';
import type { CertificateOctets, Opened, SecretKeyOctets, VerifyOptions, WorkOptions } from '../core/openpgp-port';
import { looksBinary, readArmor } from './armor';
import { attempt, stopIfCancelled } from './attempt';
import { createCheckpoints } from './checkpoints';
import { readLiteral } from './literal';
import { MAX_PACKETS } from './packet-limit';
import { type ScannedPacket, scanPackets, TAG } from './packet-scan';
import { openSecret } from './secret-key';
import { decryptPackets } from './session-key';
import type { VerifyingKeys } from './verifying-keys';

type AnyMessage = Message<Uint8Array>;

/** The packets of the first armored message, or of a binary one. */
function messagePackets(octets: Uint8Array): Uint8Array {
  if (octets.length > LIMITS.sealedOctets) throw new AppError('mail/too-large');
  if (looksBinary(octets)) return octets;
  const found = readArmor(octets, 1)[0];
  if (found?.kind !== 'MESSAGE') throw new AppError('mail/malformed');
  return found.octets;
}

const IGNORED: ReadonlySet<number> = new Set([TAG.marker, TAG.padding]);
const KEYS: ReadonlySet<number> = new Set([TAG.pkesk, TAG.skesk]);
/** Packet ids that a reader must skip when it does not know them (RFC 9580, 4.3). */
const isSkipped = ({ tag }: ScannedPacket): boolean => IGNORED.has(tag) || tag >= 40;

/**
 * What the outer packets are, before anything is decrypted: `sealed` is session keys and one encrypted packet and
 * nothing else. A signature beside the encrypted packet, two encrypted packets, text before it: refused (requirement 11).
 */
function shapeOf(packets: Uint8Array): 'sealed' | 'open' {
  const scan = scanPackets(packets, MAX_PACKETS);
  if (scan.state === 'too-many') throw new AppError('mail/bomb');
  if (scan.state === 'broken') throw new AppError('mail/malformed');
  const tags = scan.packets.filter((packet) => !isSkipped(packet)).map(({ tag }) => tag);
  // Encrypted without authentication (RFC 9580, 5.7): anyone on the way can write into it.
  if (tags.includes(TAG.sed)) throw new AppError('mail/unprotected');
  const rest = tags.filter((tag) => !KEYS.has(tag));
  const sealed = rest.filter((tag) => tag === TAG.seipd || tag === TAG.aead);
  if (sealed.length === 0 && rest.length > 0 && rest.length === tags.length) return 'open';
  const last = tags.at(-1);
  if (sealed.length !== 1 || rest.length !== 1 || (last !== TAG.seipd && last !== TAG.aead)) {
    throw new AppError('mail/malformed');
  }
  return 'sealed';
}

const parse = (packets: Uint8Array): Promise<AnyMessage> =>
  attempt('mail/malformed', () => readMessage({ binaryMessage: packets }));

async function openParsed(
  message: AnyMessage,
  sealed: boolean,
  verifying: VerifyingKeys,
  readers: ReadonlySet<string> | undefined,
  { aheadMs = 0 }: VerifyOptions,
): Promise<Opened> {
  const { content, signatures } = await readLiteral(message, verifying, readers, aheadMs);
  return { content, sealed, signatures };
}

/**
 * Decrypts and verifies. Nothing of the plaintext exists outside this call before its authentication held: the message
 * is in memory as a whole, never streamed. `sealed: false` for a message that was only signed. Throws
 * `mail/not-for-me`, `mail/tampered`, `mail/unprotected`, `mail/bomb`, `mail/malformed`, `mail/too-large`.
 */
export async function open(
  octets: Uint8Array,
  secrets: readonly SecretKeyOctets[],
  verifyingFor: (signers: readonly CertificateOctets[]) => VerifyingKeys,
  signers: readonly CertificateOctets[],
  options: WorkOptions & VerifyOptions = {},
): Promise<Opened> {
  return attempt('mail/malformed', async () => {
    stopIfCancelled(options.signal);
    const packets = messagePackets(octets);
    const shape = shapeOf(packets);
    const checkpoint = createCheckpoints(packets.length, options);
    await checkpoint(0.2);
    const message = await parse(packets);
    if (shape === 'open') return openParsed(message, false, verifyingFor(signers), undefined, options);
    using stack = new DisposableStack();
    const keys: PrivateKey[] = [];
    for (const secret of secrets) keys.push(stack.use(await openSecret(secret)).key);
    const inner = await decryptPackets(message, keys);
    await checkpoint(0.6);
    const readers = new Set<string>(secrets.map(({ fingerprint }) => fingerprint));
    const opened = await openParsed(inner, true, verifyingFor(signers), readers, options);
    await checkpoint(1);
    return opened;
  });
}
