import { enums, type KeyID, type PublicKey, type Signature, type SignaturePacket } from 'openpgp';
import type { Fingerprint } from '../core/brand';
import { AppError } from '../core/errors';
import type { SignatureFact } from '../core/openpgp-port';
import { holds } from './attempt';
import { fingerprintOf, isNullKeyId, toHex } from './key-parts';
import type { VerifyingKeys } from './verifying-keys';

/** Each signature hashes the whole message: more than a person's few keys is an attack on the processor. */
export const MOST_SIGNATURES = 8;

/** What the library answers for each signature packet, in the packets' order. */
export type Verification = {
  readonly keyID: KeyID;
  readonly verified: Promise<true>;
  readonly signature: Promise<Signature>;
};

/** Verifies the signatures of one message against one set of keys. */
export type Verify = (keys: PublicKey[]) => Promise<readonly Verification[]>;

/**
 * The latest moment at which a signature may claim to be made. The library holds nothing else against this date than the
 * signature's own times: whether the key was valid is asked as of the signature's creation.
 */
export const latestDate = (aheadMs: number): Date => new Date(Date.now() + aheadMs);

const INTENDED_RECIPIENT = 35;

/** Fingerprints the signer signed for (RFC 9580, 5.2.3.36); empty where he did not say. */
const intendedRecipients = (signature: SignaturePacket): readonly string[] =>
  signature.unknownSubpackets
    .filter(({ type }) => type === INTENDED_RECIPIENT)
    .map(({ body }) => toHex(body.subarray(1)));

/**
 * A signature that names its readers and not me was taken out of a message to somebody else (surreptitious
 * forwarding). `readers` is undefined where the message was not sealed.
 */
const isForwarded = (signature: SignaturePacket, readers: ReadonlySet<string> | undefined): boolean => {
  const intended = intendedRecipients(signature);
  return readers !== undefined && intended.length > 0 && !intended.some((fingerprint) => readers.has(fingerprint));
};

async function isValid(
  index: number,
  key: PublicKey,
  verify: Verify,
  readers: ReadonlySet<string> | undefined,
): Promise<boolean> {
  const verification = (await verify([key]))[index];
  const packet = (await verification?.signature)?.packets[0];
  if (!verification || !packet || isForwarded(packet, readers)) return false;
  return holds(() => verification.verified);
}

async function factOf(
  index: number,
  verification: Verification,
  keys: readonly PublicKey[],
  verify: Verify,
  readers: ReadonlySet<string> | undefined,
): Promise<SignatureFact> {
  const keyId = verification.keyID.toHex();
  const created = (await verification.signature).packets[0]?.created?.getTime();
  const base = { keyId, ...(created !== undefined && { created }) };
  const candidates = keys.filter((key) => key.getKeyIDs().some((id) => id.toHex() === keyId));
  let fingerprint: Fingerprint | undefined;
  for (const key of candidates) {
    fingerprint = fingerprintOf(key);
    if (await isValid(index, key, verify, readers)) return { ...base, outcome: 'valid', fingerprint };
  }
  // Key ids can be made to collide: with several candidates nobody can say whose broken signature it is.
  return {
    ...base,
    outcome: candidates.length === 0 ? 'no-certificate' : 'invalid',
    ...(candidates.length === 1 && fingerprint && { fingerprint }),
  };
}

const isOnDocument = (signature: SignaturePacket): boolean =>
  signature.signatureType === enums.signature.binary || signature.signatureType === enums.signature.text;

/**
 * What the mathematics say of each signature: `valid` only where the certificate is known, the signature verifies, and
 * the key was neither expired nor revoked nor weak when it signed (a hard revocation counts for all times). Throws
 * `mail/malformed` for more than eight signatures.
 */
export async function signatureFacts(
  packets: readonly SignaturePacket[],
  verify: Verify,
  verifying: VerifyingKeys,
  readers?: ReadonlySet<string>,
): Promise<readonly SignatureFact[]> {
  const documents = packets.filter(isOnDocument);
  if (documents.length > MOST_SIGNATURES) throw new AppError('mail/malformed');
  if (documents.length === 0) return [];
  const ids = new Set(
    documents
      .map((packet) => packet.issuerKeyID)
      .filter((id) => !isNullKeyId(id))
      .map((id) => id.toHex()),
  );
  const keys = await verifying.find(ids);
  const verifications = await verify([]);
  const facts: SignatureFact[] = [];
  for (const [index, verification] of verifications.entries()) {
    facts.push(await factOf(index, verification, keys, verify, readers));
  }
  return facts;
}
