import { type Carried, struct, uint32 } from '../core/wire/codec';
import { decode, encode } from '../core/wire/encode';
import { openWith, sealWith } from './crypto';
import { key } from './fields';
import type { Box } from './payload';

/** 48 octets, sealed with the header key of the chain. */
export const header = struct({
  /** The sender's ratchet key of this chain. */
  ratchet: key,
  /** PN: messages in the sender's chain before this one. */
  previous: uint32,
  /** N: the place in this chain, from 0. */
  number: uint32,
  /** The place in the session, from 0: messages of this sender before this one. */
  index: uint32,
  /** One more than the highest index that the sender has heard of the other; 0 for none. */
  heard: uint32,
});
export type Header = Carried<typeof header>;

export const sealHeader = (key: Uint8Array, nonce: Uint8Array, bound: Uint8Array, value: Header): Uint8Array =>
  sealWith(key, nonce, bound, encode(header, value));

/** `undefined` where this is not the key of the header. */
export function openHeader(key: Uint8Array, bound: Uint8Array, box: Box): Header | undefined {
  const octets = openWith(key, box.nonce, bound, box.header);
  return octets && decode(header, octets);
}

/** What the body is bound to: everything before it. */
export function bodyBound(bound: Uint8Array, box: Pick<Box, 'nonce' | 'header'>): Uint8Array {
  const octets = new Uint8Array(bound.length + box.nonce.length + box.header.length);
  octets.set(bound);
  octets.set(box.nonce, bound.length);
  octets.set(box.header, bound.length + box.nonce.length);
  return octets;
}
