import { CHANNEL_LIMITS } from './limits';
import type { PastChain, Ratchet, SkippedKey } from './ratchet';

const count = (chains: ReadonlyArray<{ readonly skipped: readonly SkippedKey[] }>): number =>
  chains.reduce((sum, { skipped }) => sum + skipped.length, 0);

/** Newest chains first, as many as may be kept; of those from which nothing is missing, only the last few. */
function prunePast(past: readonly PastChain[]): PastChain[] {
  let complete = 0;
  return past
    .filter(({ skipped }) => skipped.length > 0 || ++complete <= CHANNEL_LIMITS.pastChainsComplete)
    .slice(0, CHANNEL_LIMITS.pastChains);
}

/** Drops what is too old, then the oldest of what is too much. The octets go with the state that held them. */
export function prune(ratchet: Ratchet, now: number): Ratchet {
  const alive = <T extends { readonly skipped: readonly SkippedKey[] }>(chain: T): T => ({
    ...chain,
    skipped: chain.skipped.filter(({ until }) => now < until),
  });
  const chains = [...(ratchet.receiving ? [ratchet.receiving] : []), ...ratchet.past];
  const before = count(chains);
  let room: number = CHANNEL_LIMITS.skippedKeys;
  const held = <T extends { readonly skipped: readonly SkippedKey[] }>(chain: T): T => {
    const skipped = chain.skipped.slice(Math.max(0, chain.skipped.length - room));
    room -= skipped.length;
    return { ...chain, skipped };
  };
  const receiving = ratchet.receiving && held(alive(ratchet.receiving));
  const past = prunePast(ratchet.past.map((chain) => held(alive(chain))));
  const after = count([...(receiving ? [receiving] : []), ...past]);
  return { ...ratchet, receiving, past, forgot: ratchet.forgot || after < before };
}
