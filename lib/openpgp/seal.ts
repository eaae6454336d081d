import { createMessage, encrypt, type PublicKey } from 'openpgp';
import { AppError } from '../core/errors';
import { LIMITS } from '../core/limits';
import type { CertificateOctets, SealRequest, SecretKeyOctets, WorkOptions } from '../core/openpgp-port';
import { writeArmor } from './armor';
import { assertSigner } from './assert-signer';
import { attempt, stopIfCancelled } from './attempt';
import { type Checkpoint, createCheckpoints } from './checkpoints';
import { problemOf, soundnessOf } from './health';
import { fingerprintOf, loadCertificate } from './key-parts';
import { MAX_PACKETS } from './packet-limit';
import { scanPackets, TAG } from './packet-scan';
import { openSecret } from './secret-key';
import { signFor } from './sign-for';

type Recipients = { readonly keys: readonly PublicKey[]; readonly at: Date };

/** The recipients' keys, each once, each fit to be sealed for; throws the reason of the first that is not. */
async function loadRecipients(certificates: readonly CertificateOctets[]): Promise<Recipients> {
  if (certificates.length === 0) throw new AppError('mail/no-recipient');
  const unique = new Map(certificates.map((certificate) => [certificate.fingerprint, certificate]));
  const keys: PublicKey[] = [];
  let latest = new Date();
  for (const certificate of unique.values()) {
    const key = await loadCertificate(certificate);
    const { health, at } = await soundnessOf(key);
    const problem = problemOf(health);
    if (problem) throw new AppError(problem);
    keys.push(key);
    if (at > latest) latest = at;
  }
  return { keys, at: latest };
}

async function toMessage({ content, literal }: Pick<SealRequest, 'content' | 'literal'>) {
  if (literal === 'binary') return createMessage({ binary: content });
  return createMessage({ text: new TextDecoder('utf-8', { fatal: true }).decode(content) });
}

function assertSize(content: Uint8Array): void {
  if (content.length > LIMITS.sealedOctets) throw new AppError('mail/quota');
}

/** RFC 9580, 6.1.1: armor that ends in SEIPD version 2 must have no checksum. */
const wantsChecksum = (packets: Uint8Array): boolean =>
  scanPackets(packets, MAX_PACKETS).packets.some(({ tag, version }) => tag === TAG.seipd && version !== 2);

type Work = Pick<SealRequest, 'content' | 'literal' | 'signer'> & { readonly recipients: Recipients };

/** The packets of the message, for exactly these keys. */
async function sealPackets(
  { signer, recipients: { keys, at }, ...work }: Work,
  checkpoint: Checkpoint,
): Promise<Uint8Array> {
  using opened = await openSecret(signer);
  await assertSigner(opened.key);
  const message = await attempt('bus/bad-input', () => toMessage(work));
  await checkpoint(0.1);
  const signature = await signFor(message, opened.key, keys);
  await checkpoint(0.4);
  const packets = await encrypt({ message, encryptionKeys: [...keys], signature, format: 'binary', date: at });
  await checkpoint(0.8);
  return packets;
}

/** What both forms of `seal` do before the armor. */
async function sealForAll(request: SealRequest, checkpoint: Checkpoint): Promise<Uint8Array> {
  assertSize(request.content);
  const recipients = await loadRecipients(request.recipients);
  if (!recipients.keys.some((key) => fingerprintOf(key) === request.signer.fingerprint))
    throw new AppError('bus/internal');
  return sealPackets({ ...request, recipients }, checkpoint);
}

/**
 * Encrypts and signs for exactly these recipients; refuses, as a fault of ours, where the signer is none of them. SEIPD
 * version 2 where every certificate has the feature, else version 1; no compression. In one piece and not as a stream:
 * measured with 25 MB, a stream takes twice as long in Chromium and four times in Firefox, since WebCrypto hashes nothing
 * in pieces. Throws `mail/no-recipient`, `mail/quota`, `key/*` for a recipient or signer that is not fit, `bus/cancelled`.
 */
export function seal(request: SealRequest, options: WorkOptions = {}): Promise<Uint8Array> {
  return attempt('bus/internal', async () => {
    stopIfCancelled(options.signal);
    const checkpoint = createCheckpoints(request.content.length, options);
    const packets = await sealForAll(request, checkpoint);
    const armor = writeArmor('MESSAGE', packets, wantsChecksum(packets));
    await checkpoint(1);
    return armor;
  });
}

/** The same without armor, as XEP-0373, 3 wants it. Throws as `seal`. */
export function sealBinary(request: SealRequest): Promise<Uint8Array> {
  return attempt('bus/internal', () => sealForAll(request, createCheckpoints(request.content.length, {})));
}

/**
 * Encrypts to one certificate and not to the signer: for what is worth nothing once it was read, half of a key. Throws
 * `key/*` where either is not fit, `mail/quota`.
 */
export function sealToOne(
  content: Uint8Array,
  recipient: CertificateOctets,
  signer: SecretKeyOctets,
): Promise<Uint8Array> {
  return attempt('bus/internal', async () => {
    assertSize(content);
    const recipients = await loadRecipients([recipient]);
    return sealPackets({ content, literal: 'binary', recipients, signer }, createCheckpoints(content.length, {}));
  });
}
