import {
  CompressedDataPacket,
  LiteralDataPacket,
  type Message,
  OnePassSignaturePacket,
  SignaturePacket,
} from 'openpgp';
import { AppError } from '../core/errors';
import type { SignatureFact } from '../core/openpgp-port';
import { attempt } from './attempt';
import { latestDate, signatureFacts } from './signature-facts';
import type { VerifyingKeys } from './verifying-keys';

type AnyMessage = Message<Uint8Array>;

/**
 * The library stops parsing at the first literal or compressed packet and leaves what follows in a stream that can be
 * read once: read it now, so that trailing signatures, and errors, are seen before anything is believed.
 */
async function readAll(message: AnyMessage): Promise<readonly object[]> {
  const list = message.packets as typeof message.packets & { stream: ReadableStream<(typeof list)[number]> | null };
  const reader = list.stream?.getReader();
  for (let step = await reader?.read(); step && !step.done; step = await reader?.read()) list.push(step.value);
  list.stream = null;
  return [...list];
}

/**
 * The packets that say something: signatures around one literal. A compressed packet must be all there is: the library
 * looks into it and no longer at what stands beside it, so that a signature outside would silently count for nothing.
 */
async function contentPackets(message: AnyMessage): Promise<readonly object[]> {
  const outer = await readAll(message);
  const compressed = outer.filter((packet) => packet instanceof CompressedDataPacket);
  if (compressed.length > 0 && outer.length > 1) throw new AppError('mail/malformed');
  return compressed.length > 0 ? readAll(unwrap(message)) : outer;
}

/** Declared by the library without its generic parameter. */
const unwrap = (message: AnyMessage): AnyMessage =>
  (message as AnyMessage & { unwrapCompressed(): AnyMessage }).unwrapCompressed();

/** Exactly one literal; nothing else but signatures (requirement 11). */
function signaturesAround(packets: readonly object[]): readonly SignaturePacket[] {
  const literals = packets.filter((packet) => packet instanceof LiteralDataPacket);
  const onePass = packets.filter((packet) => packet instanceof OnePassSignaturePacket);
  const signatures = packets.filter((packet) => packet instanceof SignaturePacket);
  // What the library could not parse (unknown versions) is skipped, as RFC 9580, 5.2.5 asks for signatures.
  const known = literals.length + onePass.length + signatures.length;
  const unknown = packets.length - known;
  if (literals.length !== 1 || unknown > 16) throw new AppError('mail/malformed');
  return signatures;
}

/** The one literal's octets and what is true of the signatures over it. */
export async function readLiteral(
  message: AnyMessage,
  verifying: VerifyingKeys,
  readers: ReadonlySet<string> | undefined,
  aheadMs: number,
): Promise<{ readonly content: Uint8Array; readonly signatures: readonly SignatureFact[] }> {
  return attempt('mail/malformed', async () => {
    const packets = signaturesAround(await contentPackets(message));
    const latest = latestDate(aheadMs);
    const signatures = await signatureFacts(packets, (keys) => message.verify(keys, latest), verifying, readers);
    const content = message.getLiteralData();
    if (!(content instanceof Uint8Array)) throw new AppError('mail/malformed');
    return { content, signatures };
  });
}
