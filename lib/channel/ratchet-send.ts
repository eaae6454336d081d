import { type Random, sealWith, stepChain, wipe } from './crypto';
import { bodyBound, sealHeader } from './header';
import type { Box } from './payload';
import type { Ratchet } from './ratchet';

/** RatchetEncryptHE. `bound`: the octets before the box. The words are wiped. */
export function ratchetSeal(
  ratchet: Ratchet,
  words: Uint8Array,
  bound: Uint8Array,
  random: Random,
): { readonly ratchet: Ratchet; readonly box: Box; readonly index: number } {
  const { sending, sent, heard } = ratchet;
  const step = stepChain(sending.chain);
  // Random, though the key of the body is used once: should a restored state use it again, the nonce differs.
  const nonce = random(12);
  const header = sealHeader(sending.header, nonce, bound, {
    ratchet: ratchet.public,
    previous: ratchet.previous,
    number: sending.number,
    index: sent,
    heard,
  });
  const body = sealWith(step.key, nonce, bodyBound(bound, { nonce, header }), words);
  wipe(step.key, words);
  const next = { header: sending.header, chain: step.chain, number: sending.number + 1 };
  return { ratchet: { ...ratchet, sending: next, sent: sent + 1 }, box: { nonce, header, body }, index: sent };
}
