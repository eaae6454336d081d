import { agree, derive, makeAgreementKey, type Random, stepChain, wipe } from './crypto';
import { LABELS } from './labels';
import { CHANNEL_LIMITS } from './limits';
import type { Ratchet, ReceivingChain, SkippedKey } from './ratchet';

type RootStep = { readonly root: Uint8Array; readonly chain: Uint8Array; readonly nextHeader: Uint8Array };

/** KDF_RK_HE; `undefined` for a ratchet key of low order. */
export function stepRoot(root: Uint8Array, secret: Uint8Array, peer: Uint8Array): RootStep | undefined {
  const shared = agree(secret, peer);
  if (shared === undefined) return undefined;
  const [next, chain, nextHeader] = derive(root, shared, LABELS.ratchet, 3) as [Uint8Array, Uint8Array, Uint8Array];
  wipe(shared);
  return { root: next, chain, nextHeader };
}

/** The second half of DHRatchetHE: my new ratchet key and sending chain. */
export function turnSending(
  ratchet: Ratchet,
  root: Uint8Array,
  peer: Uint8Array,
  nextSending: Uint8Array,
  random: Random,
): Ratchet | undefined {
  const own = makeAgreementKey(random);
  const step = stepRoot(root, own.secret, peer);
  if (step === undefined) return undefined;
  return {
    ...ratchet,
    secret: own.secret,
    public: own.public,
    root: step.root,
    previous: ratchet.sending.number,
    sending: { header: nextSending, chain: step.chain, number: 0 },
    nextSending: step.nextHeader,
  };
}

/** SkipMessageKeysHE: the keys of the messages before `number`, kept for when they come. */
export function skipTo(chain: ReceivingChain, number: number, now: number): ReceivingChain {
  const skipped: SkippedKey[] = [...chain.skipped];
  let at = chain.chain;
  for (let next = chain.number; next < number; next++) {
    const step = stepChain(at);
    if (at !== chain.chain) wipe(at);
    skipped.push({ number: next, key: step.key, until: now + CHANNEL_LIMITS.skippedMs });
    at = step.chain;
  }
  return { ...chain, chain: at, number: Math.max(number, chain.number), skipped };
}

/** Ends the chain after `number` messages: no further key can be made of it. */
export function closeChain(ratchet: Ratchet, number: number, now: number): Ratchet['past'] {
  if (ratchet.receiving === undefined) return ratchet.past;
  const { header, skipped } = skipTo(ratchet.receiving, number, now);
  return [{ header, number, skipped }, ...ratchet.past];
}
