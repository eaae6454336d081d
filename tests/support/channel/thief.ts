import { stepRoot } from '../../../lib/channel/chains';
import { storedChannel } from '../../../lib/channel/channel';
import { openWith, stepChain } from '../../../lib/channel/crypto';
import { bodyBound, openHeader } from '../../../lib/channel/header';
import { readPayload } from '../../../lib/channel/payload';
import type { Ratchet } from '../../../lib/channel/ratchet';
import { readWords } from '../../../lib/channel/words';
import { toHex } from '../../../lib/core/wire/ids';

/** How far a stolen chain is followed. */
const FORWARD = 12;
/** Each root is tried with each ratchet key that shows itself. */
const MOST_ROOTS = 16;

type Loot = {
  readonly headers: Uint8Array[];
  readonly chains: Uint8Array[];
  readonly messages: Uint8Array[];
  readonly roots: Array<{ readonly root: Uint8Array; readonly secret: Uint8Array }>;
};

const present = (...keys: ReadonlyArray<Uint8Array | undefined>): Uint8Array[] =>
  keys.filter((key) => key !== undefined);

function lootOf({ sending, receiving, past, nextReceiving, nextSending, root, secret }: Ratchet): Loot {
  const chains = receiving ? [receiving, ...past] : past;
  return {
    headers: present(sending.header, nextSending, nextReceiving, ...chains.map(({ header }) => header)),
    chains: present(sending.chain, receiving?.chain),
    messages: chains.flatMap(({ skipped }) => skipped.map(({ key }) => key)),
    roots: root ? [{ root, secret }] : [],
  };
}

/** Every 32 octets of the state could be any kind of key: the thief tries each as each. */
function everyKey(octets: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.max(0, octets.length - 31) }, (_, at) => octets.subarray(at, at + 32));
}

/**
 * Someone with a whole stored state and every payload ever sent, both ways. Answers the words of those that can be
 * opened: by the keys themselves, by following chains, and by turning the ratchet with the stolen ratchet key.
 */
export function createThief(stolen: Uint8Array) {
  const loot: Loot = { headers: [], chains: [], messages: [], roots: [] };
  for (const session of storedChannel.read(stolen.slice()).sessions) {
    const found = lootOf(session.ratchet);
    loot.headers.push(...found.headers);
    loot.chains.push(...found.chains);
    loot.messages.push(...found.messages);
    loot.roots.push(...found.roots);
    if (session.waiting) loot.chains.push(session.waiting);
  }
  const follow = (chain: Uint8Array): void => {
    let at = chain;
    for (let count = 0; count < FORWARD; count += 1) {
      const step = stepChain(at);
      loot.messages.push(step.key);
      at = step.chain;
    }
  };
  for (const chain of [...loot.chains]) follow(chain);
  const turned = new Set<string>();

  function open(octets: Uint8Array, raw: boolean): string | undefined {
    const payload = readPayload(octets);
    if (typeof payload === 'string') return undefined;
    const { box, bound } = payload;
    for (const key of loot.headers) {
      const header = openHeader(key, bound, box);
      if (header === undefined) continue;
      for (const { root, secret } of [...loot.roots]) {
        const name = toHex(header.ratchet) + toHex(root);
        if (turned.has(name)) continue;
        turned.add(name);
        const step = stepRoot(root, secret, header.ratchet);
        if (step === undefined) continue;
        loot.headers.push(step.nextHeader);
        // Should the victim ever keep its ratchet key, the root after it is good for the next step.
        if (loot.roots.length < MOST_ROOTS) loot.roots.push({ root: step.root, secret });
        follow(step.chain);
      }
    }
    const whole = bodyBound(bound, box);
    for (const key of raw ? [...loot.messages, ...everyKey(stolen)] : loot.messages) {
      const words = openWith(key, box.nonce, whole, box.body);
      if (words) return new TextDecoder().decode(readWords(words)?.content);
    }
    return undefined;
  }

  return {
    /** `raw`: tries every 32 octets of the state, too (slow). */
    read: (payloads: readonly Uint8Array[], raw = false): string[] =>
      payloads.map((payload) => open(payload, raw)).filter((words) => words !== undefined),
  };
}
