import { closeChain, skipTo, stepRoot, turnSending } from './chains';
import { openWith, sameOctets, stepChain, wipe } from './crypto';
import { bodyBound, type Header, openHeader } from './header';
import { CHANNEL_LIMITS } from './limits';
import type { Box } from './payload';
import type { StepPorts } from './ports';
import type { PastChain, Ratchet, ReceivingChain } from './ratchet';

export type Opened = {
  readonly kind: 'opened';
  readonly ratchet: Ratchet;
  readonly words: Uint8Array;
  readonly header: Header;
  /** Messages before this one whose keys are now kept, because they have not come. */
  readonly missing: number;
  readonly late: boolean;
  /** The other began a new chain: it has received something of my last one. */
  readonly turned: boolean;
};
export type NotOpened =
  | { readonly kind: 'no-key' }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'too-far' }
  | { readonly kind: 'weak-key' }
  /** Its key was used before, or was forgotten. */
  | { readonly kind: 'used'; readonly header: Header }
  /** Only a state older than one that has already spoken can say this. */
  | { readonly kind: 'rolled-back' };

type Attempt = { readonly ratchet: Ratchet; readonly box: Box; readonly bound: Uint8Array; readonly ports: StepPorts };

function openBody({ box, bound }: Attempt, key: Uint8Array): Uint8Array | undefined {
  const words = openWith(key, box.nonce, bodyBound(bound, box), box.body);
  wipe(key);
  return words;
}

/** A message for which a key was kept. */
function openSkipped(
  attempt: Attempt,
  chain: ReceivingChain | PastChain,
  header: Header,
  replace: (skipped: ReceivingChain['skipped']) => Ratchet,
): Opened | NotOpened {
  const kept = chain.skipped.find(({ number }) => number === header.number);
  if (kept === undefined) return { kind: 'used', header };
  const words = openBody(attempt, kept.key.slice());
  if (words === undefined) return { kind: 'damaged' };
  const rest = chain.skipped.filter((one) => one !== kept);
  const ratchet = { ...replace(rest), late: attempt.ratchet.late + 1 };
  return { kind: 'opened', ratchet, words, header, missing: 0, late: true, turned: false };
}

/** The next message of a chain, or one further on. */
function openNext(
  attempt: Attempt,
  ratchet: Ratchet,
  chain: ReceivingChain,
  header: Header,
  before: { readonly missing: number; readonly turned: boolean },
): Opened | NotOpened {
  const reached = skipTo(chain, header.number, attempt.ports.now());
  const step = stepChain(reached.chain);
  if (reached.chain !== chain.chain) wipe(reached.chain);
  const words = openBody(attempt, step.key);
  if (words === undefined) return { kind: 'damaged' };
  const receiving = { ...reached, chain: step.chain, number: header.number + 1 };
  const missing = before.missing + header.number - chain.number;
  const next = { ...ratchet, receiving, heard: Math.max(ratchet.heard, header.index + 1) };
  return { kind: 'opened', ratchet: next, words, header, missing, late: false, turned: before.turned };
}

function inCurrentChain(attempt: Attempt, chain: ReceivingChain, header: Header): Opened | NotOpened {
  const { ratchet } = attempt;
  // One header key, two ratchet keys: the sender has begun this chain twice.
  if (!sameOctets(header.ratchet, chain.peer)) return { kind: 'rolled-back' };
  if (header.number < chain.number) {
    return openSkipped(attempt, chain, header, (skipped) => ({ ...ratchet, receiving: { ...chain, skipped } }));
  }
  if (header.number - chain.number > CHANNEL_LIMITS.skippedKeys) return { kind: 'too-far' };
  return openNext(attempt, ratchet, chain, header, { missing: 0, turned: false });
}

/** DHRatchetHE: the other answers with a new ratchet key, so I make one too. */
function inNewChain(attempt: Attempt, header: Header): Opened | NotOpened {
  const { ratchet, ports } = attempt;
  const { root, nextReceiving, nextSending, receiving } = ratchet;
  if (!root || !nextReceiving || !nextSending) return { kind: 'no-key' };
  const known = receiving?.number ?? 0;
  // The newest chain can speak neither of fewer messages than came, nor of an index that was passed.
  if (header.previous < known || header.index < ratchet.heard) return { kind: 'rolled-back' };
  const missing = header.previous - known;
  if (missing + header.number > CHANNEL_LIMITS.skippedKeys) return { kind: 'too-far' };
  const step = stepRoot(root, ratchet.secret, header.ratchet);
  if (step === undefined) return { kind: 'weak-key' };
  const turned = turnSending(ratchet, step.root, header.ratchet, nextSending, ports.random);
  wipe(step.root);
  if (turned === undefined) return { kind: 'weak-key' };
  const past = closeChain(ratchet, header.previous, ports.now());
  const chain = { peer: header.ratchet, header: nextReceiving, chain: step.chain, number: 0, skipped: [] };
  const next = { ...turned, past, nextReceiving: step.nextHeader };
  return openNext(attempt, next, chain, header, { missing, turned: true });
}

function inPastChain(attempt: Attempt, chain: PastChain, header: Header): Opened | NotOpened {
  const { ratchet } = attempt;
  if (header.number >= chain.number) return { kind: 'rolled-back' };
  const replace = (skipped: PastChain['skipped']) => ({
    ...ratchet,
    past: ratchet.past.map((one) => (one === chain ? { ...chain, skipped } : one)),
  });
  return openSkipped(attempt, chain, header, replace);
}

/** RatchetDecryptHE. Where it does not open, nothing was changed. */
export function ratchetOpen(ratchet: Ratchet, box: Box, bound: Uint8Array, ports: StepPorts): Opened | NotOpened {
  const attempt = { ratchet, box, bound, ports };
  const { receiving, nextReceiving } = ratchet;
  const current = receiving && openHeader(receiving.header, bound, box);
  if (receiving && current) return inCurrentChain(attempt, receiving, current);
  const next = nextReceiving && openHeader(nextReceiving, bound, box);
  if (next) return inNewChain(attempt, next);
  for (const chain of ratchet.past) {
    const header = openHeader(chain.header, bound, box);
    if (header) return inPastChain(attempt, chain, header);
  }
  return { kind: 'no-key' };
}
