import { createMessage, encrypt, type PrivateKey, type PublicKey } from 'openpgp';
import { AppError } from '../core/errors';
import { LIMITS } from '../core/limits';
import type { CertificateOctets, SealRequest, WorkOptions } from '../core/openpgp-port';
import { writeArmor } from './armor';
import { attempt, codeOf, holds, stopIfCancelled } from './attempt';
import { collect, toChunks } from './chunks';
import { healthOf, problemOf } from './health';
import { loadCertificate } from './key-parts';
import { MAX_PACKETS } from './packet-limit';
import { scanPackets, TAG } from './packet-scan';
import { openSecret } from './secret-key';
import { signFor } from './sign-for';

/** Above this the work is cut into pieces, for progress and cancelling; below, one piece is faster. */
const STREAM_FROM = 2 * 1024 * 1024;
/** How much of the progress is encryption; armor and checks are the rest. */
const ENCRYPT_SHARE = 0.9;

/** The recipients' keys, each once, each fit to be sealed for; throws the reason of the first that is not. */
async function loadRecipients(certificates: readonly CertificateOctets[]): Promise<PublicKey[]> {
  if (certificates.length === 0) throw new AppError('mail/no-recipient');
  const unique = new Map(certificates.map((certificate) => [certificate.fingerprint, certificate]));
  const keys: PublicKey[] = [];
  for (const certificate of unique.values()) {
    const key = await loadCertificate(certificate);
    const problem = problemOf(await healthOf(key));
    if (problem) throw new AppError(problem);
    keys.push(key);
  }
  return keys;
}

async function assertSigner(key: PrivateKey): Promise<void> {
  if (await holds(() => key.getSigningKey())) return;
  const problem = problemOf(await healthOf(key.toPublic()));
  throw new AppError(
    problem === 'key/expired' || problem === 'key/revoked' || problem === 'key/weak' ? problem : 'key/no-signing',
  );
}

async function toMessage({ content, literal }: SealRequest, options: WorkOptions) {
  if (literal === 'text') {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    return createMessage({ text });
  }
  if (content.length < STREAM_FROM) return createMessage({ binary: content });
  return createMessage({ binary: toChunks(content, options, ENCRYPT_SHARE) });
}

/** RFC 9580, 6.1.1: armor that ends in SEIPD version 2 must have no checksum. */
const wantsChecksum = (packets: Uint8Array): boolean =>
  scanPackets(packets, MAX_PACKETS).packets.some(({ tag, version }) => tag === TAG.seipd && version !== 2);

/**
 * Encrypts and signs for exactly these recipients: the caller adds the sender's own certificate. SEIPD version 2 where
 * every certificate has the feature, else version 1; no compression. Throws `mail/no-recipient`, `mail/quota`,
 * `key/*` for a recipient or signer that is not fit, `bus/cancelled`.
 */
export async function seal(request: SealRequest, options: WorkOptions = {}): Promise<Uint8Array> {
  try {
    return await sealNow(request, options);
  } catch (error) {
    // The stream that was broken off fails in the library's words; the signal knows better.
    stopIfCancelled(options.signal);
    throw error instanceof AppError ? error : new AppError(codeOf(error, 'bus/internal'));
  }
}

async function sealNow(request: SealRequest, options: WorkOptions): Promise<Uint8Array> {
  stopIfCancelled(options.signal);
  if (request.content.length > LIMITS.sealedOctets) throw new AppError('mail/quota');
  const recipients = await loadRecipients(request.recipients);
  using signer = await openSecret(request.signer);
  await assertSigner(signer.key);
  options.onProgress?.(0);
  stopIfCancelled(options.signal);
  const message = await attempt('bus/bad-input', () => toMessage(request, options));
  const signature = await signFor(message, signer.key, recipients);
  const sealed = await encrypt({ message, encryptionKeys: recipients, signature, format: 'binary' });
  const packets = sealed instanceof Uint8Array ? sealed : await collect(sealed as ReadableStream<Uint8Array>);
  stopIfCancelled(options.signal);
  const armor = writeArmor('MESSAGE', packets, wantsChecksum(packets));
  options.onProgress?.(1);
  return armor;
}
