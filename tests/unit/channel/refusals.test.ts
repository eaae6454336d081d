import { describe, expect, it } from 'vitest';
import { storedDevice } from '../../../lib/channel/device';
import { encodeTerms, opening, readOpening, type Terms } from '../../../lib/channel/handshake';
import { readPayload, writePayload, writeRoute } from '../../../lib/channel/payload';
import { addressOf } from '../../../lib/channel/receive';
import { encode } from '../../../lib/core/wire/encode';
import type { DeviceId } from '../../../lib/core/wire/ids';
import { createParty, createTalk, createWorld, DAY } from '../../support/channel/world';

/** Points of order 1, 2, 4 and 8, and those that are not reduced: RFC 7748, 6.1, and the list of cr.yp.to/ecdh. */
const LOW_ORDER = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].map((hex) => new Uint8Array(Buffer.from(hex, 'hex')));

/** The same opening with other terms; the half still binds the old ones. */
function withTerms(payload: Uint8Array, change: (terms: Terms) => Terms): Uint8Array {
  const read = readPayload(payload);
  if (typeof read === 'string' || read.route.form !== 'opening') throw new Error('an opening was expected');
  const inner = readOpening(read.route.opening);
  if (inner === undefined) throw new Error('terms were expected');
  const octets = encode(opening, { ...inner.opening, terms: encodeTerms(change(inner.terms)) });
  return writePayload(writeRoute({ form: 'opening', opening: octets }), read.box);
}

async function createOpening(seed = 'refusals') {
  const world = await createWorld(seed);
  await world.anna.start(world.bert.publish());
  return { ...world, payload: world.anna.say('first') };
}

describe('an opening is refused, and nothing is changed,', () => {
  it.each<[string, (terms: Terms) => Terms, string]>([
    ['of another version', (terms) => ({ ...terms, version: 2 }), 'refused: malformed'],
    ['for another device', (terms) => ({ ...terms, responder: '00'.repeat(16) as DeviceId }), 'refused: not-for-me'],
    ['under unknown signed prekeys', (terms) => ({ ...terms, prekeys: 77 }), 'refused: prekey-gone'],
    ['under an unknown one-time prekey', (terms) => ({ ...terms, oneTime: 77 }), 'refused: prekey-gone'],
    ['under another one-time prekey', (terms) => ({ ...terms, oneTime: 3 }), 'refused: half'],
    ['without its one-time prekey', (terms) => ({ ...terms, oneTime: undefined }), 'refused: half'],
    ['with another ephemeral key', (terms) => ({ ...terms, ephemeral: terms.ratchet }), 'refused: half'],
    ['with another ratchet key', (terms) => ({ ...terms, ratchet: terms.ephemeral }), 'refused: half'],
    ['with another ciphertext', (terms) => ({ ...terms, kem: terms.kem.with(0, 1) }), 'refused: half'],
    ['with another commitment', (terms) => ({ ...terms, commitment: terms.ephemeral }), 'refused: half'],
    [
      'with a forged statement',
      (terms) => ({ ...terms, initiator: { ...terms.initiator, signature: terms.initiator.signature.with(3, 1) } }),
      'refused: signature',
    ],
  ])('%s', async (_name, change, answer) => {
    const { bert, payload } = await createOpening();
    const before = { ...bert.state };
    expect(await bert.listen(withTerms(payload, change))).toBe(answer);
    expect(bert.state).toEqual(before);
    expect(await bert.listen(payload)).toBe('first');
  });

  it.each(LOW_ORDER)('with a point of low order: %o', async (point) => {
    const { bert, payload } = await createOpening();
    expect(await bert.listen(withTerms(payload, (terms) => ({ ...terms, ephemeral: point })))).toBe(
      'refused: weak-key',
    );
  });

  it('the second time, with the prekey of last resort too', async () => {
    const { anna, bert } = await createWorld();
    const publication = bert.publish();
    for (const oneTime of [publication.oneTime[0], undefined]) {
      const fresh = bert.state.channel;
      await anna.start({ ...publication, oneTime: [] }, oneTime);
      const payload = anna.say('once');
      expect(await bert.listen(payload)).toBe('once');
      expect(await bert.listen(payload)).toBe('duplicate');
      bert.state.channel = fresh;
      expect(await bert.listen(payload)).toBe('refused: prekey-gone');
    }
  });

  it('when its one-time prekey was given to two', async () => {
    const { anna, bert, certificates, clock } = await createWorld();
    const publication = bert.publish(1);
    const carla = await createParty('carla', certificates, clock);
    carla.meet(bert.statement());
    await anna.start(publication);
    await carla.start(publication);
    expect(await bert.listen(anna.say('from anna'))).toBe('from anna');
    bert.meet(carla.statement());
    expect(await bert.listen(carla.say('from carla'))).toBe('refused: prekey-gone');
  });

  it('from someone else than the peer of the channel', async () => {
    const { bert, certificates, clock } = await createWorld();
    const carla = await createParty('carla', certificates, clock);
    carla.meet(bert.statement());
    await carla.start(bert.publish());
    expect(await bert.listen(carla.say('from carla'))).toBe('refused: foreign');
  });

  it('from a device of the right person that was never met', async () => {
    const { bert, certificates, clock } = await createWorld();
    const other = await createParty('anna', certificates, clock, 'another device');
    other.meet(bert.statement());
    await other.start(bert.publish());
    expect(await bert.listen(other.say('from elsewhere'))).toBe('refused: changed');
  });

  it('whose half was made for another handshake', async () => {
    const { anna, bert } = await createWorld();
    const publication = bert.publish();
    await anna.start(publication);
    const first = readPayload(anna.say('one'));
    await anna.start(publication, publication.oneTime[1]);
    const second = readPayload(anna.say('two'));
    if (typeof first === 'string' || typeof second === 'string') throw new Error('two openings were expected');
    if (first.route.form !== 'opening' || second.route.form !== 'opening')
      throw new Error('two openings were expected');
    const [one, two] = [readOpening(first.route.opening)?.opening, readOpening(second.route.opening)?.opening];
    if (!one || !two) throw new Error('two openings were expected');
    const mixed = encode(opening, { terms: two.terms, half: one.half });
    const payload = writePayload(writeRoute({ form: 'opening', opening: mixed }), second.box);
    expect(await bert.listen(payload)).toBe('refused: half');
  });

  it('once more openings came without a one-time prekey than are remembered', async () => {
    const { anna, bert } = await createWorld();
    await anna.start({ ...bert.publish(), oneTime: [] }, undefined);
    const own = storedDevice.read(bert.state.device);
    const opened = Array.from({ length: 1_024 }, (_, at) => at.toString(16).padStart(32, '0')) as never[];
    bert.state.device = storedDevice.write({
      ...own,
      generations: own.generations.map((generation) => ({ ...generation, opened })),
    });
    expect(await bert.listen(anna.say('one too many'))).toBe('refused: exhausted');
  });
});

describe('a payload that was tampered with', () => {
  it('changes nothing, whichever octet of an opening it is', async () => {
    const { bert, payload } = await createOpening();
    const before = { ...bert.state };
    for (let at = 0; at < payload.length; at += 37) {
      const outcome = await bert.hear(payload.with(at, (payload[at] ?? 0) ^ 0x10));
      expect(['refused', 'unreadable']).toContain(outcome.kind);
      expect(bert.state).toEqual(before);
    }
    expect(await bert.listen(payload)).toBe('first');
  });

  it('changes nothing, whichever octet of an answer or a message it is', async () => {
    const { anna, bert, payload } = await createOpening();
    await bert.hear(payload);
    for (const [from, to, step] of [
      [bert, anna, 29],
      [anna, bert, 1],
      [bert, anna, 1],
    ] as const) {
      const sent = from.say('words');
      const before = to.state.channel;
      for (let at = 0; at < sent.length; at += step) {
        const outcome = await to.hear(sent.with(at, (sent[at] ?? 0) ^ 0x01));
        expect(['refused', 'unreadable']).toContain(outcome.kind);
        expect(to.state.channel).toBe(before);
      }
      expect(await to.listen(sent)).toBe('words');
    }
  });

  it('is unreadable where it was cut', async () => {
    const { anna, bert } = await createTalk();
    const sent = anna.say('words');
    for (let length = 0; length < sent.length; length += 1) {
      expect(await bert.listen(sent.subarray(0, length))).toBe('unreadable: damaged');
    }
    expect(await bert.listen(Uint8Array.of(...sent, 0))).toBe('unreadable: damaged');
    expect(await bert.listen(sent)).toBe('words');
  });

  it('is of another version where it says so', async () => {
    const { anna, bert } = await createTalk();
    expect(await bert.listen(anna.say('words').with(3, 2))).toBe('unreadable: version');
    expect(addressOf(anna.say('words').with(3, 2))).toEqual({ kind: 'unreadable', reason: 'version' });
  });

  it('belongs to no session where its tag is another', async () => {
    const { anna, bert } = await createTalk();
    expect(await bert.listen(anna.say('words').with(4, 0).with(5, 0))).toBe('unreadable: no-session');
  });

  it('does not open when it is sent back to where it came from', async () => {
    const { anna, bert } = await createTalk();
    expect(await anna.listen(anna.say('words'))).toBe('unreadable: no-key');
    await anna.start(bert.publish());
    expect(await anna.listen(anna.say('words'))).toBe('unreadable: no-key');
  });
});

describe('a bundle is refused', () => {
  it('whose signed prekeys were changed', async () => {
    const { anna, bert } = await createWorld();
    const { bundle, ...rest } = bert.publish();
    const outcomes = new Set<string>();
    for (let at = 0; at < bundle.length; at += 13) {
      outcomes.add(await anna.start({ ...rest, bundle: bundle.with(at, (bundle[at] ?? 0) ^ 1) }));
    }
    expect(outcomes).not.toContain('started');
    expect(outcomes).toContain('prekey-signature');
    expect(outcomes).toContain('signature');
    expect(outcomes).toContain('version');
  });

  it('whose one-time prekey is of another device', async () => {
    const { anna, bert, certificates, clock } = await createWorld();
    const carla = await createParty('carla', certificates, clock);
    expect(await anna.start(bert.publish(), carla.publish().oneTime[0])).toBe('prekey-signature');
  });

  it('that is of another person, or of a device with other keys', async () => {
    const { anna, certificates, clock } = await createWorld();
    const carla = await createParty('carla', certificates, clock);
    expect(await anna.start(carla.publish())).toBe('foreign');
    const other = await createParty('bert', certificates, clock, 'another device');
    expect(await anna.start(other.publish())).toBe('changed');
  });

  it('when it is too old, by more than clocks may differ', async () => {
    const { anna, bert, clock } = await createWorld();
    const publication = bert.publish();
    clock.now += 20 * DAY;
    expect(await anna.start(publication)).toBe('started');
    clock.now += 2 * DAY;
    expect(await anna.start(publication)).toBe('prekey-expired');
    clock.now += 400 * DAY;
    expect(await anna.start(publication)).toBe('own-expired');
  });
});
