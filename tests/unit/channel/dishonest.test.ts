import { describe, expect, it } from 'vitest';
import { storedChannel } from '../../../lib/channel/channel';
import { storedDevice } from '../../../lib/channel/device';
import { openHalf, sealHalf } from '../../../lib/channel/halves';
import { answer, answerTerms, readAnswer } from '../../../lib/channel/handshake';
import { readPayload, writePayload, writeRoute } from '../../../lib/channel/payload';
import { signedPrekeys, signPrekeys } from '../../../lib/channel/prekeys';
import { ratchetSeal } from '../../../lib/channel/ratchet-send';
import type { Session } from '../../../lib/channel/session';
import { writeWords } from '../../../lib/channel/words';
import { decode, encode } from '../../../lib/core/wire/encode';
import type { MessageId } from '../../../lib/core/wire/ids';
import { createCertificates } from '../../support/channel/certificates';
import { createTalk, createWorld, octets, type Party } from '../../support/channel/world';

/** Whoever holds a device can make its state say anything. */
function bend(party: Party, change: (session: Session) => Session): void {
  const channel = storedChannel.read(party.state.channel);
  party.state.channel = storedChannel.write({ ...channel, sessions: channel.sessions.map(change) });
}

const firstOf = (party: Party): Session => {
  const [first] = storedChannel.read(party.state.channel).sessions;
  if (first === undefined) throw new Error('a session was expected');
  return first;
};

const ZERO = new Uint8Array(32);

describe('a peer that is accepted but not honest', () => {
  it('cannot choose the words to compare after it has seen the answer', async () => {
    const { anna, bert } = await createWorld();
    await anna.start(bert.publish());
    await bert.hear(anna.nod());
    await anna.hear(bert.nod());
    bend(anna, (session) => ({ ...session, nonce: new Uint8Array(32).fill(1) }));
    expect(await bert.listen(anna.say('compare this'))).toBe('refused: commitment');
    expect(bert.status()).toMatchObject({ state: 'none', comparison: undefined });
    expect(await bert.listen(anna.say('more'))).toBe('unreadable: ended');
  });

  it('is not shown the nonce of the other before it has answered', async () => {
    const { anna, bert } = await createWorld();
    await anna.start(bert.publish());
    await bert.hear(anna.say('first'));
    await bert.hear(anna.say('second'));
    expect(bert.status().comparison).toBeUndefined();
    expect(firstOf(bert).commitment).toBeDefined();
  });

  it('cannot bring a ratchet key of low order into the session', async () => {
    const { anna, bert } = await createTalk();
    bend(anna, (session) => ({ ...session, ratchet: { ...session.ratchet, public: ZERO } }));
    const before = bert.state.channel;
    expect(await bert.listen(anna.say('weak'))).toBe('refused: weak-key');
    expect(bert.state.channel).toBe(before);
  });

  it('cannot answer with a ratchet key of low order, or with a half of something else', async () => {
    const { anna, bert } = await createWorld();
    await anna.start(bert.publish());
    await bert.hear(anna.nod());
    const honest = bert.state.channel;
    const before = anna.state.channel;
    for (const [ratchet, refusal] of [
      [ZERO, 'weak-key'],
      [octets('x'.repeat(32)), 'half'],
    ] as const) {
      bert.state.channel = honest;
      bend(bert, (session) => {
        const half = readAnswer(session.handshake)?.answer.half ?? ZERO;
        const terms = encode(answerTerms, { ratchet, twins: [] });
        return { ...session, handshake: encode(answer, { terms, half }) };
      });
      expect(await anna.listen(bert.nod())).toBe(`refused: ${refusal}`);
      expect(anna.state.channel).toBe(before);
    }
    bert.state.channel = honest;
    expect(await anna.listen(bert.nod())).toBe('empty');
  });

  it.each([
    ['an X25519 prekey of low order', { agreement: ZERO }],
    ['an ML-KEM key that is none', { kem: new Uint8Array(1_184).fill(255) }],
  ])('cannot publish %s', async (_name, change) => {
    const { anna, bert } = await createWorld();
    bert.publish();
    const own = storedDevice.read(bert.state.device);
    const generations = own.generations.map((one) => ({
      ...one,
      ...signPrekeys({ ...decode(signedPrekeys, one.body), ...change }, own.identity),
    }));
    bert.state.device = storedDevice.write({ ...own, generations });
    expect(await anna.start({ ...bert.publish(), oneTime: [] }, undefined)).toBe('weak-key');
  });

  it('cannot hide anything in the padding', async () => {
    const { anna, bert } = await createTalk();
    const { ratchet, tag } = firstOf(anna);
    const route = writeRoute({ form: 'message', tag });
    const say = (words: Uint8Array) =>
      bert.listen(writePayload(route, ratchetSeal(ratchet, words, route, anna.ports.random).box));
    const words = (): Uint8Array =>
      writeWords({ id: 'ab'.repeat(16) as MessageId, kind: 'content', nonce: undefined, content: octets('x') });
    expect(await say(words().with(63, 1))).toBe('unreadable: damaged');
    expect(await say(words().subarray(0, 19))).toBe('unreadable: damaged');
    expect(await say(words())).toBe('x');
  });
});

describe('a half', () => {
  it('opens for its use, its handshake and its signer alone', async () => {
    const certificates = createCertificates();
    const [anna, bert] = [certificates.fingerprintOf('anna'), certificates.fingerprintOf('bert')];
    const half = octets('h'.repeat(32));
    const binding = octets('b'.repeat(32));
    const sealed = await sealHalf('first', half.slice(), binding, bert, certificates.portOf('anna'));
    const port = certificates.portOf('bert');
    expect(await openHalf('first', sealed, binding, anna, port)).toEqual(half);
    expect(await openHalf('second', sealed, binding, anna, port)).toBeUndefined();
    expect(await openHalf('first', sealed, ZERO, anna, port)).toBeUndefined();
    expect(await openHalf('first', sealed, binding, bert, port)).toBeUndefined();
    certificates.fingerprintOf('carla');
    expect(await openHalf('first', sealed, binding, anna, certificates.portOf('carla'))).toBeUndefined();
  });
});

describe('an answer that is lost', () => {
  it('is owed again as soon as the opening comes again, and so is the nonce', async () => {
    const { anna, bert } = await createWorld();
    await anna.start(bert.publish());
    await bert.hear(anna.say('one'));
    bert.nod();
    expect(bert.status().owes).toBe(false);
    await bert.hear(anna.say('two'));
    expect(bert.status().owes).toBe(true);
    expect(await anna.listen(bert.nod())).toBe('empty');
    anna.nod();
    expect(anna.status().owes).toBe(false);
    expect(await anna.listen(bert.say('with the answer again'))).toBe('with the answer again');
    expect(anna.status().owes).toBe(true);
    expect(await bert.listen(anna.nod())).toBe('empty');
    expect(bert.status()).toMatchObject({ owes: false, comparison: anna.status().comparison });
  });

  it('once it has come, no message carries the handshake any more', async () => {
    const { anna, bert } = await createTalk();
    for (const party of [anna, bert]) {
      const payload = readPayload(party.say('words'));
      expect(typeof payload === 'object' && payload.route.form).toBe('message');
      expect(firstOf(party)).toMatchObject({ phase: 'open', nonce: undefined, commitment: undefined });
    }
  });
});
