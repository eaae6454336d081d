import { bytesToNumberBE } from '@noble/curves/utils.js';
import { decode, encode } from '../core/wire/encode';
import { isGroupElement } from './group';
import { ANY_TAG } from './instance-tag';
import type { MessageOf } from './messages';
import { aesCtr, sha256 } from './primitives';
import { mpi } from './types';

type Commit = MessageOf<'dh-commit'>;

/** Binds us to a number that nobody can read yet. Who will answer is not known, so it is for any instance. */
export function makeCommit(ours: bigint, key: Uint8Array, sender: number): Commit {
  const gx = encode(mpi, ours);
  const encryptedGx = aesCtr(key, 0n, gx);
  return { kind: 'dh-commit', sender, receiver: ANY_TAG, encryptedGx, hashedGx: sha256(gx) };
}

/** The number that was committed to, where the key opens it to what was hashed. Fails with `wire/malformed`. */
export function openCommit({ encryptedGx, hashedGx }: Commit, key: Uint8Array): bigint | undefined {
  const gx = aesCtr(key, 0n, encryptedGx);
  if (bytesToNumberBE(sha256(gx)) !== bytesToNumberBE(hashedGx)) return undefined;
  const value = decode(mpi, gx);
  return isGroupElement(value) ? value : undefined;
}

/** Fields of a message that was read are views into its octets: what stays is copied. */
export const copyCommit = (message: Commit): Commit => ({
  ...message,
  encryptedGx: message.encryptedGx.slice(),
  hashedGx: message.hashedGx.slice(),
});
