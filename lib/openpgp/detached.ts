import { createMessage, enums, readSignature, type Signature, SignaturePacket } from 'openpgp';
import { AppError } from '../core/errors';
import { LIMITS } from '../core/limits';
import type { SignatureFact, VerifyOptions } from '../core/openpgp-port';
import { looksBinary, readArmor } from './armor';
import { attempt } from './attempt';
import { latestDate, signatureFacts, type Verification } from './signature-facts';
import type { VerifyingKeys } from './verifying-keys';

type Detachable = {
  verifyDetached(signature: Signature, keys: readonly unknown[], date: Date): Promise<readonly Verification[]>;
};

function signatureOctets(octets: Uint8Array): Uint8Array {
  if (octets.length > LIMITS.certificateOctets) throw new AppError('mail/malformed');
  if (looksBinary(octets)) return octets;
  const block = readArmor(octets, 1)[0];
  if (block?.kind !== 'SIGNATURE') throw new AppError('mail/malformed');
  return block.octets;
}

/** A signature of type 0x01 holds for other line ends as well (RFC 9580, 5.2.1). */
const isExact = (octets: Uint8Array, [first, ...more]: readonly SignaturePacket[]): boolean =>
  looksBinary(octets) && more.length === 0 && first?.signatureType === enums.signature.binary;

/** Verifies detached signatures, armored or binary, over exactly `content`. Throws `mail/malformed`, `mail/too-large`. */
export function verifyDetached(
  content: Uint8Array,
  octets: Uint8Array,
  verifying: VerifyingKeys,
  { aheadMs = 0, exact = false }: VerifyOptions = {},
): Promise<readonly SignatureFact[]> {
  return attempt('mail/malformed', async () => {
    if (content.length > LIMITS.sealedOctets) throw new AppError('mail/too-large');
    const signature = await readSignature({ binarySignature: signatureOctets(octets) });
    const packets = [...signature.packets].filter((packet) => packet instanceof SignaturePacket);
    const message = (await createMessage({ binary: content })) as unknown as Detachable;
    if (exact && !isExact(octets, packets)) throw new AppError('mail/malformed');
    const latest = latestDate(aheadMs);
    return signatureFacts(packets, (keys) => message.verifyDetached(signature, keys, latest), verifying);
  });
}
