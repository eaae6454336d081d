import { randomBytes } from 'node:crypto';
import { decrypt, dh, encrypt, hmac, KDF, makePair, type Pair } from './suite';
import { createInput, join, opaque, uint32 } from './wire';

// docs/protocol.md, section 4: chains, turning, missing messages.

type Receiving = { peer: Buffer; header: Buffer; chain: Buffer; number: number };

export type RatchetState = {
  own: Pair;
  root: Buffer | undefined;
  sending: { header: Buffer; chain: Buffer; number: number } | undefined;
  receiving: Receiving | undefined;
  nextSending: Buffer | undefined;
  nextReceiving: Buffer | undefined;
  previous: number;
  sent: number;
  heard: number;
  /** Keys of missing messages, by the header key and the number. */
  missing: Array<{ header: Buffer; number: number; key: Buffer }>;
};

export function turnSending(state: RatchetState): void {
  const { root, receiving, nextSending } = state;
  if (!root || !receiving || !nextSending) throw new Error('there is nothing to turn');
  state.own = makePair('x25519');
  const [next, chain, header] = KDF(root, dh(state.own.secret, receiving.peer), 'Sotto/1 ratchet', 3) as [
    Buffer,
    Buffer,
    Buffer,
  ];
  state.previous = state.sending?.number ?? 0;
  state.sending = { header: nextSending, chain, number: 0 };
  state.root = next;
  state.nextSending = header;
}

export function sealBox(state: RatchetState, route: Buffer, words: Buffer): Buffer {
  const { sending } = state;
  if (!sending) throw new Error('there is no sending chain');
  const nonce = randomBytes(12);
  const plain = join(
    state.own.public,
    uint32(state.previous),
    uint32(sending.number),
    uint32(state.sent),
    uint32(state.heard),
  );
  const header = encrypt(sending.header, nonce, route, plain);
  const padded = join(words, Buffer.alloc((64 - (words.length % 64)) % 64));
  const body = encrypt(hmac(sending.chain, 1), nonce, join(route, nonce, header), padded);
  sending.chain = hmac(sending.chain, 2);
  sending.number += 1;
  state.sent += 1;
  return join(route, nonce, header, opaque(body));
}

type Box = { route: Buffer; nonce: Buffer; header: Buffer; body: Buffer };

function readHeader(key: Buffer | undefined, box: Box) {
  const plain = key && decrypt(key, box.nonce, box.route, box.header);
  if (!plain) return undefined;
  const input = createInput(plain);
  const header = {
    ratchet: input.take(32),
    previous: input.uint32(),
    number: input.uint32(),
    index: input.uint32(),
    heard: input.uint32(),
  };
  input.end();
  return header;
}

function skip(state: RatchetState, number: number): void {
  const { receiving } = state;
  if (!receiving) return;
  if (number - receiving.number > 1_000) throw new Error('too-far');
  for (; receiving.number < number; receiving.number += 1) {
    state.missing.push({ header: receiving.header, number: receiving.number, key: hmac(receiving.chain, 1) });
    receiving.chain = hmac(receiving.chain, 2);
  }
}

function turnReceiving(state: RatchetState, peer: Buffer): void {
  const { root, nextReceiving } = state;
  if (!root || !nextReceiving) throw new Error('no-key');
  const [next, chain, header] = KDF(root, dh(state.own.secret, peer), 'Sotto/1 ratchet', 3) as [Buffer, Buffer, Buffer];
  state.root = next;
  state.receiving = { peer, header: nextReceiving, chain, number: 0 };
  state.nextReceiving = header;
  turnSending(state);
}

/** The padded words, and whether the other has begun a new chain. Changes the state as it goes: small, not careful. */
export function openBox(state: RatchetState, box: Box): { words: Buffer; turned: boolean; index: number } {
  const bound = join(box.route, box.nonce, box.header);
  for (const kept of state.missing) {
    const header = readHeader(kept.header, box);
    if (header?.number !== kept.number) continue;
    const words = decrypt(kept.key, box.nonce, bound, box.body);
    if (words === undefined) throw new Error('damaged');
    state.missing = state.missing.filter((one) => one !== kept);
    return { words, turned: false, index: header.index };
  }
  const current = readHeader(state.receiving?.header, box);
  const header = current ?? readHeader(state.nextReceiving, box);
  if (!header) throw new Error('no-key');
  if (!current) {
    skip(state, header.previous);
    turnReceiving(state, Buffer.from(header.ratchet));
  }
  const chain = state.receiving as Receiving;
  if (header.number < chain.number) throw new Error('duplicate');
  skip(state, header.number);
  const words = decrypt(hmac(chain.chain, 1), box.nonce, bound, box.body);
  if (words === undefined) throw new Error('damaged');
  chain.chain = hmac(chain.chain, 2);
  chain.number += 1;
  state.heard = Math.max(state.heard, header.index + 1);
  return { words, turned: !current, index: header.index };
}
