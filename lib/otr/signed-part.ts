import { equalBytes } from '@noble/curves/utils.js';
import { AppError } from '../core/errors';
import { type Carried, fixed, struct, uint32 } from '../core/wire/codec';
import { decode, encode } from '../core/wire/encode';
import type { AccountKey } from './account-key';
import type { SignatureKeys } from './derive';
import { MAC_OCTETS } from './messages';
import { aesCtr, hmacSha256 } from './primitives';
import { type DsaPublic, publicKey, SIGNATURE_OCTETS, verifySignature } from './public-key';
import { data, mpi } from './types';

/** X_A and X_B: who signs, the serial number of their Diffie-Hellman key, the signature. */
const signedPart = struct({ key: publicKey, keyId: uint32, signature: fixed(SIGNATURE_OCTETS) });
/** M_A and M_B: what is signed. The first number is the signer's own. */
const statement = struct({ first: mpi, second: mpi, key: publicKey, keyId: uint32 });

export type SignedPart = { readonly encryptedSignature: Uint8Array; readonly mac: Uint8Array };
type Exchange = Pick<Carried<typeof statement>, 'first' | 'second'>;

const macOf = (keys: SignatureKeys, encrypted: Uint8Array): Uint8Array =>
  hmacSha256(keys.outer, encode(data(encrypted.length), encrypted)).subarray(0, MAC_OCTETS);

/** Signs the exchange with the account key, under the keys that only the two ends of the exchange have. */
export function makeSignedPart(
  keys: SignatureKeys,
  account: AccountKey,
  exchange: Exchange,
  keyId: number,
): SignedPart {
  const key = account.public;
  const signature = account.sign(hmacSha256(keys.inner, encode(statement, { ...exchange, key, keyId })));
  const encryptedSignature = aesCtr(keys.cipher, 0n, encode(signedPart, { key, keyId, signature }));
  return { encryptedSignature, mac: macOf(keys, encryptedSignature) };
}

/** Who signed the exchange. Fails with `otr/handshake-failed`, or with `wire/malformed` behind a right MAC. */
export function openSignedPart(
  keys: SignatureKeys,
  part: SignedPart,
  exchange: Exchange,
): { readonly key: DsaPublic; readonly keyId: number } {
  if (!equalBytes(macOf(keys, part.encryptedSignature), part.mac)) throw new AppError('otr/handshake-failed');
  const { key, keyId, signature } = decode(signedPart, aesCtr(keys.cipher, 0n, part.encryptedSignature));
  const signed = hmacSha256(keys.inner, encode(statement, { ...exchange, key, keyId }));
  if (keyId === 0 || !verifySignature(key, signed, signature)) throw new AppError('otr/handshake-failed');
  return { key, keyId };
}
