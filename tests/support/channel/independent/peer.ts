import { randomBytes } from 'node:crypto';
import type { CertificatePort, IntroducerPort } from '../../../../lib/channel/ports';
import type { Fingerprint } from '../../../../lib/core/brand';
import * as handshake from './handshake';
import { type Introduction, readIntroduction, writeIntroduction } from './introduction';
import { openBox, type RatchetState, sealBox, turnSending } from './ratchet';
import { dh, H, L, makePair, type Pair, seal, unseal } from './suite';
import { createInput, join, opaque, optional, uint8 } from './wire';

const MARK = Buffer.of(5, 7);

export type Options = {
  readonly user: string;
  readonly certificate: Fingerprint;
  /** The certificate of the other, which the person has accepted. */
  readonly peer: Fingerprint;
  readonly port: CertificatePort & IntroducerPort;
  readonly now: () => number;
};
export type Heard = { readonly kind: number; readonly id: string; readonly content: string; readonly index: number };

/** The second implementation of docs/protocol.md: one device, one session, both roles; nothing is stored. */
export async function createIndependentPeer({ user, certificate, peer, port, now }: Options) {
  const bare = {
    user,
    device: randomBytes(16),
    certificate,
    identity: makePair('ed25519'),
    agreement: makePair('x25519'),
  };
  const statement = handshake.writeStatement(bare, now(), now() + 86_400_000);
  const signature = await port.sign(L('Sotto/1 device statement', statement));
  const signed = join(opaque(statement), opaque(signature));
  const prekeyPairs = [1, 2].map((id) => ({ id, agreement: makePair('x25519'), kem: makePair('ml-kem-768') }));
  const [signedPair, oneTimePair] = prekeyPairs as [(typeof prekeyPairs)[0], (typeof prekeyPairs)[0]];
  const prekeysBody = handshake.writePrekeys(1, signedPair.agreement, signedPair.kem, [now(), now() + 86_400_000]);
  const oneTimeBody = handshake.writePrekeys(2, oneTimePair.agreement, oneTimePair.kem, []);

  let state: RatchetState | undefined;
  let tag: Buffer = Buffer.alloc(16);
  let opening: Buffer | undefined;
  let answer: Buffer | undefined;
  let nonce: Buffer | undefined;
  let commitment: Buffer | undefined;
  let waiting: { openingHash: Buffer; key: Buffer } | undefined;
  let answerHash: Buffer = Buffer.alloc(0);
  let comparison: Buffer | undefined;

  const emptyState = (own: Pair): RatchetState => ({
    own,
    root: undefined,
    sending: undefined,
    receiving: undefined,
    nextSending: undefined,
    nextReceiving: undefined,
    previous: 0,
    sent: 0,
    heard: 0,
    missing: [],
  });

  const route = (): Buffer => {
    if (opening) return join(MARK, uint8(0), uint8(1), uint8(0), opaque(opening));
    if (answer) return join(MARK, uint8(0), uint8(1), uint8(1), tag, opaque(answer));
    return join(MARK, uint8(1), uint8(1), tag);
  };

  async function accept(octets: Buffer): Promise<() => Promise<void>> {
    const input = createInput(octets);
    const termsOctets = input.opaque();
    const half = input.opaque();
    input.end();
    const terms = handshake.readTerms(termsOctets);
    if (!terms.responder.equals(bare.device)) throw new Error('not-for-me');
    const signedParts = createInput(join(opaque(terms.signed.statement), opaque(terms.signed.signature)));
    const from = await handshake.readSignedStatement(signedParts, peer, now(), port);
    const once = terms.oneTime === 2 ? oneTimePair : undefined;
    if (terms.prekeys !== 1 || (terms.oneTime !== undefined && !once)) throw new Error('prekey-gone');
    const shared = [
      dh(signedPair.agreement.secret, from.agreement),
      dh(bare.agreement.secret, terms.ephemeral),
      dh(signedPair.agreement.secret, terms.ephemeral),
    ] as const;
    const dh4 = once && dh(once.agreement.secret, terms.ephemeral);
    const kem = unseal((once ?? signedPair).kem.secret, terms.kem);
    const responder = { statement, prekeys: prekeysBody, oneTime: once ? oneTimeBody : Buffer.alloc(0) };
    const termsHash = handshake.hashTerms(termsOctets, responder);
    const first = await handshake.openHalf(1, half, termsHash, peer, port);
    const openingHash = H('Sotto/1 opening sealed', termsHash, half);
    const [chain, header, key] = handshake.openingKeys(openingHash, { dh: shared, dh4, kem, half: first });
    const own = makePair('x25519');
    const made = emptyState(own);
    made.receiving = { peer: terms.ratchet, header, chain, number: 0 };
    state = made;
    tag = H('Sotto/1 session tag', octets).subarray(0, 16);
    commitment = terms.commitment;
    return async () => {
      const answerTerms = join(own.public, uint8(0));
      const answerTermsHash = H('Sotto/1 answer', openingHash, answerTerms);
      const second = await handshake.sealHalf(2, answerTermsHash, peer, port);
      answerHash = H('Sotto/1 answer sealed', answerTermsHash, second.sealed);
      const keys = handshake.sessionKeys(answerHash, key, dh(own.secret, terms.ratchet), second.half);
      made.root = keys[0];
      made.sending = { header: keys[2], chain: keys[1], number: 0 };
      made.nextSending = keys[3];
      made.nextReceiving = keys[4];
      answer = join(opaque(answerTerms), opaque(second.sealed));
    };
  }

  async function complete(octets: Buffer): Promise<void> {
    if (!state || !nonce || !waiting) throw new Error('nothing waits');
    const input = createInput(octets);
    const terms = input.opaque();
    const half = input.opaque();
    input.end();
    const inner = createInput(terms);
    const ratchet = inner.take(32);
    for (let twins = inner.uint8(); twins > 0; twins -= 1) inner.take(16);
    inner.end();
    const answerTermsHash = H('Sotto/1 answer', waiting.openingHash, terms);
    const second = await handshake.openHalf(2, half, answerTermsHash, peer, port);
    answerHash = H('Sotto/1 answer sealed', answerTermsHash, half);
    const keys = handshake.sessionKeys(answerHash, waiting.key, dh(state.own.secret, ratchet), second);
    state.root = keys[0];
    state.receiving = { peer: ratchet, header: keys[2], chain: keys[1], number: 0 };
    state.nextReceiving = keys[3];
    state.nextSending = keys[4];
    turnSending(state);
    opening = undefined;
    comparison = H('Sotto/1 comparison', answerHash, nonce).subarray(0, 8);
  }

  function readWords(padded: Buffer): Omit<Heard, 'index'> {
    const input = createInput(padded);
    const id = input.take(16).toString('hex');
    const kind = input.uint8();
    const shown = input.optional(32);
    const content = input.opaque().toString();
    if (input.rest().some((octet) => octet !== 0)) throw new Error('padding');
    if (commitment && shown) {
      if (!H('Sotto/1 commitment', shown).equals(commitment)) throw new Error('commitment');
      comparison = H('Sotto/1 comparison', answerHash, shown).subarray(0, 8);
      commitment = undefined;
    }
    return { id, kind, content };
  }

  return {
    statement,
    signed,
    device: bare.device,
    identity: bare.identity.public,
    agreement: bare.agreement.public,
    comparison: () => comparison,
    bundle: join(uint8(1), signed, handshake.signPrekeys(bare.identity, 'Sotto/1 signed prekeys', prekeysBody)),
    oneTime: handshake.signPrekeys(bare.identity, 'Sotto/1 one-time prekey', oneTimeBody),

    /** Shows a certificate to the device of a bundle about which nothing was decided. */
    introduce(bundle: Uint8Array, said: Pick<Introduction, 'kind' | 'certificate' | 'accepts'>): Uint8Array {
      const input = createInput(bundle);
      if (input.uint8() !== 1) throw new Error('version');
      const to = handshake.readStatement(input.opaque());
      input.opaque();
      const prekeys = handshake.readPrekeys(input, to.identity, 'Sotto/1 signed prekeys');
      input.end();
      const from = { signed, identity: bare.identity.secret };
      return new Uint8Array(writeIntroduction(from, to, prekeys, { ...said, id: randomBytes(16), issued: now() }));
    },

    meet: (payload: Uint8Array): Promise<Introduction> =>
      readIntroduction(
        payload,
        {
          device: bare.device,
          statement,
          agreement: bare.agreement.secret,
          prekeys: { id: 1, body: prekeysBody, agreement: signedPair.agreement.secret, kem: signedPair.kem.secret },
        },
        now(),
        port,
      ),

    async start(bundle: Uint8Array, oneTime: Uint8Array | undefined): Promise<void> {
      const input = createInput(bundle);
      if (input.uint8() !== 1) throw new Error('version');
      const to = await handshake.readSignedStatement(input, peer, now(), port);
      const prekeys = handshake.readPrekeys(input, to.identity, 'Sotto/1 signed prekeys');
      input.end();
      const once = oneTime && handshake.readPrekeys(createInput(oneTime), to.identity, 'Sotto/1 one-time prekey');
      const ephemeral = makePair('x25519');
      const own = makePair('x25519');
      nonce = randomBytes(32);
      const kem = seal((once ?? prekeys).kem);
      const terms = handshake.writeTerms(
        signed,
        to,
        [prekeys.id, once?.id],
        [ephemeral.public, own.public, kem.ciphertext, H('Sotto/1 commitment', nonce)],
        now(),
      );
      const responder = { statement: to.octets, prekeys: prekeys.body, oneTime: once?.body ?? Buffer.alloc(0) };
      const termsHash = handshake.hashTerms(terms, responder);
      const first = await handshake.sealHalf(1, termsHash, peer, port);
      const openingHash = H('Sotto/1 opening sealed', termsHash, first.sealed);
      const shared = [
        dh(bare.agreement.secret, prekeys.agreement),
        dh(ephemeral.secret, to.agreement),
        dh(ephemeral.secret, prekeys.agreement),
      ] as const;
      const dh4 = once && dh(ephemeral.secret, once.agreement);
      const keys = handshake.openingKeys(openingHash, { dh: shared, dh4, kem: kem.sharedKey, half: first.half });
      opening = join(opaque(terms), opaque(first.sealed));
      tag = H('Sotto/1 session tag', opening).subarray(0, 16);
      waiting = { openingHash, key: keys[2] };
      state = emptyState(own);
      state.sending = { header: keys[1], chain: keys[0], number: 0 };
    },

    say(content: string, kind = 0): Uint8Array {
      if (!state) throw new Error('no session');
      const shown = opening || answer ? undefined : nonce;
      const words = join(randomBytes(16), uint8(kind), optional(shown), opaque(Buffer.from(content)));
      return new Uint8Array(sealBox(state, route(), words));
    },

    async hear(payload: Uint8Array): Promise<Heard> {
      const input = createInput(payload);
      if (!input.take(2).equals(MARK)) throw new Error('damaged');
      const kind = input.uint8();
      if (input.uint8() !== 1) throw new Error('version');
      const form = kind === 0 ? input.uint8() : 2;
      let finish: (() => Promise<void>) | undefined;
      if (form === 0) {
        const octets = Buffer.from(input.opaque());
        if (!state) finish = await accept(octets);
      } else {
        if (!input.take(16).equals(tag)) throw new Error('no-session');
        if (form === 1) {
          const octets = Buffer.from(input.opaque());
          if (opening) await complete(octets);
        }
      }
      if (!state) throw new Error('no-session');
      const boxRoute = Buffer.from(input.before());
      const box = { route: boxRoute, nonce: input.take(12), header: input.take(64), body: input.opaque() };
      input.end();
      const opened = openBox(state, box);
      if (finish) await finish();
      if (opened.turned) {
        answer = undefined;
        nonce = undefined;
      }
      return { ...readWords(opened.words), index: opened.index };
    },
  };
}
