import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signWith } from '../../../lib/channel/crypto';
import { renewStatement, storedDevice } from '../../../lib/channel/device';
import { introduction as introductionFormat, type SignedIntroduction } from '../../../lib/channel/introduction-format';
import { readPayload } from '../../../lib/channel/payload';
import { bundle as bundleFormat, signedPrekeys, signPrekeys } from '../../../lib/channel/prekeys';
import { addressOf } from '../../../lib/channel/receive';
import type { Statement } from '../../../lib/channel/statement';
import type { Fingerprint } from '../../../lib/core/brand';
import { decode, encode } from '../../../lib/core/wire/encode';
import { type DeviceId, type MessageId, toHex, type UserId } from '../../../lib/core/wire/ids';
import { kindOf, refusalOf } from '../../../lib/core/wire/sealed';
import { introduce, introduction, meetBy, whoIs } from '../../support/channel/introductions';
import { pack, unpack } from '../../support/channel/repack-introduction';
import { createParty, createWorld, DAY, octets, START } from '../../support/channel/world';

async function createMeeting() {
  const world = await createWorld('introduction');
  const { bundle } = world.bert.publish(0);
  const certificate = world.certificates.octetsOf('anna');
  return { ...world, bundle, certificate };
}

describe('an introduction', () => {
  it('brings statement, certificate and decision to the device that it was made for', async () => {
    const { anna, bert, bundle, certificate, certificates } = await createMeeting();
    const accepts = certificates.fingerprintOf('bert');
    const sealed = await introduce(anna, bert, bundle, { certificate, accepts });
    if (sealed.kind === 'refused') throw new Error(sealed.reason);
    expect(sealed.to).toEqual(bert.statement());
    const opened = await meetBy(bert, sealed.payload);
    const { statement: signed } = storedDevice.read(anna.state.device);
    expect(opened).toEqual({
      kind: 'introduced',
      id: sealed.id,
      intent: 'offer',
      issued: START,
      from: anna.statement(),
      signed,
      certificate,
      accepts,
    });
  });

  it('may say that it is over, and need not say what it accepts', async () => {
    const { anna, bert, bundle, certificate } = await createMeeting();
    const opened = await meetBy(bert, await introduction(anna, bert, bundle, { certificate, intent: 'end' }));
    expect(opened).toMatchObject({ kind: 'introduced', intent: 'end', accepts: undefined });
  });

  it('is a payload that a relay takes, and no other part of the channel reads', async () => {
    const { anna, bert, bundle, certificate } = await createMeeting();
    const payload = await introduction(anna, bert, bundle, { certificate });
    expect(refusalOf(payload)).toBeUndefined();
    expect(kindOf(payload)).toBe('introduction');
    expect(readPayload(payload)).toBe('damaged');
    expect(addressOf(payload).kind).toBe('unreadable');
  });

  it('[req 35] shows the relay neither certificate nor name nor fingerprint', async () => {
    const { anna, bert, bundle, certificate } = await createMeeting();
    const payload = Buffer.from(await introduction(anna, bert, bundle, { certificate }));
    const { identity, certificate: fingerprint, user } = anna.statement();
    for (const part of [certificate.subarray(0, 16), identity, Buffer.from(fingerprint, 'hex'), octets(user)]) {
      expect(payload.includes(Buffer.from(part))).toBe(false);
    }
  });

  it('is as long for a small certificate as for a somewhat larger one', async () => {
    const { anna, bert, bundle } = await createMeeting();
    const lengths = new Set<number>();
    for (const length of [300, 400, 500]) {
      lengths.add((await introduction(anna, bert, bundle, { certificate: new Uint8Array(length) })).length);
    }
    expect([...lengths]).toEqual([1_156 + 2 + 1_024 + 16]);
  });

  it('holds a certificate of 48,000 octets with the longest signature, and fits one payload of the relay', async () => {
    const { anna, bert, bundle } = await createMeeting();
    const full = await introduction(anna, bert, bundle, { certificate: new Uint8Array(48_000) });
    expect(full.length).toBeLessThan(65_536 - 2_304);
    const more = await introduce(anna, bert, bundle, { certificate: new Uint8Array(48_001) });
    expect(more).toEqual({ kind: 'refused', reason: 'too-large' });
  });

  it('opens again when it comes again, with the same id', async () => {
    const { anna, bert, bundle, certificate } = await createMeeting();
    const payload = await introduction(anna, bert, bundle, { certificate });
    const twice = [await meetBy(bert, payload), await meetBy(bert, payload)];
    expect(twice[0]).toEqual(twice[1]);
    const again = await meetBy(bert, await introduction(anna, bert, bundle, { certificate }));
    expect(again).not.toMatchObject({ id: (twice[0] as { id: string }).id });
  });
});

describe('is not sealed', () => {
  it('where my own statement is over', async () => {
    const { anna, bert, bundle, certificate, clock } = await createMeeting();
    clock.now += 366 * DAY;
    expect(await introduce(anna, bert, bundle, { certificate })).toEqual({ kind: 'refused', reason: 'own-expired' });
  });

  it.each<[string, (octets: Uint8Array) => Uint8Array, string]>([
    ['nothing', () => new Uint8Array(), 'version'],
    ['another version', (bundle) => bundle.with(0, 2), 'version'],
    ['a cut one', (bundle) => bundle.subarray(0, -1), 'malformed'],
    ['a changed signature', (bundle) => bundle.with(-1, (bundle.at(-1) ?? 0) ^ 1), 'prekey-signature'],
  ])('to a bundle that is %s', async (_name, change, reason) => {
    const { anna, bert, bundle, certificate } = await createMeeting();
    expect(await introduce(anna, bert, change(bundle), { certificate })).toEqual({ kind: 'refused', reason });
  });

  it('to prekeys of another device under the statement of this one', async () => {
    const { anna, bert, bundle, certificate, certificates, clock } = await createMeeting();
    const carla = await createParty('carla', certificates, clock);
    const foreign = decode(bundleFormat, carla.publish(0).bundle);
    const mixed = encode(bundleFormat, { ...decode(bundleFormat, bundle), prekeys: foreign.prekeys });
    const sealed = await introduce(anna, bert, mixed, { certificate });
    expect(sealed).toEqual({ kind: 'refused', reason: 'prekey-signature' });
  });

  it('to another user or another device than the relay named', async () => {
    const { anna, bert, bundle, certificate } = await createMeeting();
    const named = (statement: Partial<Statement>) => ({
      ...bert,
      statement: () => ({ ...bert.statement(), ...statement }),
    });
    const reason = async (statement: Partial<Statement>) => introduce(anna, named(statement), bundle, { certificate });
    const foreign = { kind: 'refused', reason: 'foreign' };
    expect(await reason({ user: 'mallory.k7m2q' as UserId })).toEqual(foreign);
    expect(await reason({ device: '00'.repeat(16) as DeviceId })).toEqual(foreign);
  });

  it('to prekeys or a statement whose time is over', async () => {
    const { anna, bert, bundle, certificate, clock } = await createMeeting();
    clock.now += 22 * DAY;
    expect(await introduce(anna, bert, bundle, { certificate })).toMatchObject({ reason: 'prekey-expired' });
    anna.state.device = await renewStatement(anna.state.device, START + 900 * DAY, anna.ports);
    clock.now = START + 366 * DAY;
    expect(await introduce(anna, bert, bundle, { certificate })).toMatchObject({ reason: 'expired' });
    clock.now = START - 8 * DAY;
    expect(await introduce(anna, bert, bundle, { certificate })).toMatchObject({ reason: 'not-yet' });
  });

  it.each([
    ['a signed prekey of low order', { agreement: new Uint8Array(32) }],
    ['an ML-KEM key that is none', { kem: new Uint8Array(1_184).fill(0xff) }],
  ])('to %s, though its device signed it', async (_name, change) => {
    const { anna, bert, bundle, certificate } = await createMeeting();
    const outer = decode(bundleFormat, bundle);
    const { identity } = storedDevice.read(bert.state.device);
    const prekeys = signPrekeys({ ...decode(signedPrekeys, outer.prekeys.body), ...change }, identity);
    const weak = encode(bundleFormat, { ...outer, prekeys });
    expect(await introduce(anna, bert, weak, { certificate })).toEqual({ kind: 'refused', reason: 'weak-key' });
  });

  it('to anybody but the accepted certificate, where I have accepted one', async () => {
    const { anna, bert, bundle, certificate, certificates, clock } = await createMeeting();
    const accepts = certificates.fingerprintOf('bert');
    const reason = async (octetsOfBundle: Uint8Array, fingerprint: Fingerprint) => {
      const sealed = await introduce(anna, bert, octetsOfBundle, { certificate, accepts: fingerprint });
      return sealed.kind === 'refused' ? sealed.reason : sealed.kind;
    };
    expect(await reason(bundle, accepts)).toBe('sealed');
    expect(await reason(bundle, certificates.fingerprintOf('carla'))).toBe('foreign');
    // A relay's own keys under Bert's name and fingerprint: whoever has accepted nothing yet cannot tell.
    const relay = await createParty('bert', certificates, clock, 'relay');
    relay.ports.certificate = certificates.portOf('relay');
    relay.state.device = await renewStatement(relay.state.device, START + 365 * DAY, relay.ports);
    const forged = relay.publish(0).bundle;
    expect(await reason(forged, accepts)).toBe('signature');
    expect((await introduce(anna, relay, forged, { certificate })).kind).toBe('sealed');
  });
});

describe('is refused', () => {
  it('by another device, of another person or of the same', async () => {
    const { anna, bert, bundle, certificate, certificates, clock } = await createMeeting();
    const payload = await introduction(anna, bert, bundle, { certificate });
    const phone = await createParty('bert', certificates, clock, 'phone');
    phone.publish(0);
    expect(await whoIs(phone, payload)).toBe('refused: not-for-me');
    expect(await whoIs(anna, payload)).toBe('refused: not-for-me');
  });

  it('when its prekeys are forgotten', async () => {
    const { anna, bert, bundle, certificate, clock } = await createMeeting();
    const payload = await introduction(anna, bert, bundle, { certificate });
    clock.now += 13 * DAY;
    bert.publish(0);
    expect(await whoIs(bert, payload)).toBe('anna.k7m2q');
    clock.now = START + 28 * DAY;
    bert.publish(0);
    expect(await whoIs(bert, payload)).toBe('refused: prekey-gone');
  });

  it('when it is older than 14 days or more than 7 days ahead; counted from when it came', async () => {
    const { anna, bert, bundle, certificate } = await createMeeting();
    const payload = await introduction(anna, bert, bundle, { certificate });
    expect(await whoIs(bert, payload, START + 14 * DAY)).toBe('anna.k7m2q');
    expect(await whoIs(bert, payload, START + 14 * DAY + 1)).toBe('refused: expired');
    expect(await whoIs(bert, payload, START - 7 * DAY)).toBe('anna.k7m2q');
    expect(await whoIs(bert, payload, START - 7 * DAY - 1)).toBe('refused: not-yet');
  });

  it('when its statement is over, or its own time is ahead and that of its statement is not', async () => {
    const { anna, bert, bundle, certificate, clock } = await createMeeting();
    anna.state.device = await renewStatement(anna.state.device, START + DAY, anna.ports);
    const short = await introduction(anna, bert, bundle, { certificate });
    expect(await whoIs(bert, short, START + DAY)).toBe('anna.k7m2q');
    expect(await whoIs(bert, short, START + DAY + 1)).toBe('refused: expired');
    clock.now = START + DAY;
    const ahead = await introduction(anna, bert, bundle, { certificate });
    expect(await whoIs(bert, ahead, START - 6 * DAY)).toBe('anna.k7m2q');
    expect(await whoIs(bert, ahead, START - 6 * DAY - 1)).toBe('refused: not-yet');
  });

  it('with another certificate than the one that signed the statement', async () => {
    const { anna, bert, bundle, certificate, certificates } = await createMeeting();
    for (const octetsOfOther of [
      certificates.octetsOf('carla'),
      certificate.subarray(1),
      certificate.with(600, (certificate[600] ?? 0) ^ 1),
    ]) {
      const payload = await introduction(anna, bert, bundle, { certificate: octetsOfOther });
      expect(await whoIs(bert, payload)).toBe('refused: certificate');
    }
  });

  it('with the statement of somebody else, whose device has not signed it', async () => {
    const { anna, bert, bundle, certificate, certificates, clock } = await createMeeting();
    const mallory = await createParty('mallory', certificates, clock);
    // All that is public of Anna, under keys of Mallory.
    const { statement } = storedDevice.read(anna.state.device);
    mallory.state.device = storedDevice.write({ ...storedDevice.read(mallory.state.device), statement });
    const payload = await introduction(mallory, bert, bundle, { certificate });
    expect(await whoIs(bert, payload)).toBe('refused: signature');
  });

  it('with a statement that its certificate has not signed, though its device has', async () => {
    const { bert, bundle, certificate, certificates, clock } = await createMeeting();
    const mallory = await createParty('anna', certificates, clock, 'mallory');
    mallory.ports.certificate = certificates.portOf('mallory');
    mallory.state.device = await renewStatement(mallory.state.device, START + 365 * DAY, mallory.ports);
    // Neither with the certificate that is named nor with the one that has signed.
    for (const octetsOfSome of [certificate, certificates.octetsOf('mallory')]) {
      const payload = await introduction(mallory, bert, bundle, { certificate: octetsOfSome });
      expect(await whoIs(bert, payload)).toBe('refused: certificate');
    }
  });

  it('with a point of low order in the place of the ephemeral key', async () => {
    const { anna, bert, bundle, certificate } = await createMeeting();
    const payload = await introduction(anna, bert, bundle, { certificate });
    const zero = payload.slice();
    zero.fill(0, 24, 56);
    expect(await whoIs(bert, zero)).toBe('refused: weak-key');
  });

  it('where any octet of the fields was changed, or any of some of the ciphertexts', async () => {
    const { anna, bert, bundle, certificate } = await createMeeting();
    const payload = await introduction(anna, bert, bundle, { certificate });
    const ofFields = Array.from({ length: 56 }, (_, at) => at);
    const ofRest = Array.from({ length: 120 }, (_, at) => 56 + Math.floor((at * (payload.length - 56)) / 120));
    for (const at of [...ofFields, ...ofRest, payload.length - 1]) {
      const opened = await meetBy(bert, payload.with(at, (payload[at] ?? 0) ^ (1 << (at % 8))));
      expect(opened.kind, `octet ${at}`).not.toBe('introduced');
    }
  });

  it('where it was cut, or something was added', async () => {
    const { anna, bert, bundle, certificate } = await createMeeting();
    const payload = await introduction(anna, bert, bundle, { certificate });
    for (const length of [0, 2, 3, 4, 100, 1_156, 1_158, payload.length - 1]) {
      expect(await whoIs(bert, payload.subarray(0, length))).toMatch(/^unreadable: (damaged|version)$/);
    }
    expect(await whoIs(bert, new Uint8Array([...payload, 0]))).toBe('unreadable: damaged');
  });

  it('as another version, which a later Sotto may know', async () => {
    const { anna, bert, bundle, certificate } = await createMeeting();
    const payload = await introduction(anna, bert, bundle, { certificate });
    expect(await whoIs(bert, payload.with(3, 2))).toBe('unreadable: version');
  });
});

describe('who has read it', () => {
  it('cannot pass it on to another, nor to the same device once more: the signature names one sealing', async () => {
    const { anna, bert, bundle, certificate, certificates, clock } = await createMeeting();
    const carla = await createParty('carla', certificates, clock);
    const { random } = bert.ports;
    const words = unpack(bert, await introduction(anna, bert, bundle, { certificate }));
    expect(await whoIs(carla, pack(words, carla.publish(0).bundle, random))).toBe('refused: signature');
    expect(await whoIs(bert, pack(words, bundle, random))).toBe('refused: signature');
    // It is the signature that stops it: with a new one by Anna, the same tool gives what can be opened.
    const { identity } = storedDevice.read(anna.state.device);
    const signed = pack(words, carla.publish(0).bundle, random, (octetsToSign) => signWith(identity, octetsToSign));
    expect(await whoIs(carla, signed)).toBe('anna.k7m2q');
  });

  it('cannot put another decision, kind, time or certificate under it', async () => {
    const { anna, bert, bundle, certificate, certificates } = await createMeeting();
    const words = unpack(bert, await introduction(anna, bert, bundle, { certificate }));
    const said = decode(introductionFormat, words.introduction);
    const changes: Array<Partial<typeof said>> = [
      { accepts: certificates.fingerprintOf('bert') },
      { kind: 'end' },
      { issued: START + 1 },
      { certificate: certificates.octetsOf('carla') },
      { id: '00'.repeat(16) as MessageId },
    ];
    for (const change of changes) {
      const changed = { ...words, introduction: encode(introductionFormat, { ...said, ...change }) };
      expect(await whoIs(bert, pack(changed, bundle, bert.ports.random))).toBe('refused: signature');
    }
  });
});

it('refuses what is inside where it is of another version, padded otherwise, or followed by something', async () => {
  const { anna, bert, bundle, certificate } = await createMeeting();
  const { identity } = storedDevice.read(anna.state.device);
  const words = unpack(bert, await introduction(anna, bert, bundle, { certificate }));
  const said = decode(introductionFormat, words.introduction);
  const sealed = (inner: Uint8Array, pad?: (padded: Uint8Array) => Uint8Array) =>
    pack({ ...words, introduction: inner }, bundle, bert.ports.random, (signed) => signWith(identity, signed), pad);
  expect(await whoIs(bert, sealed(words.introduction))).toBe('anna.k7m2q');
  const malformed = [
    sealed(encode(introductionFormat, { ...said, version: 2 })),
    sealed(new Uint8Array([...words.introduction, 0])),
    sealed(words.introduction.subarray(0, -1)),
    sealed(words.introduction, (padded) => new Uint8Array([...padded, ...new Uint8Array(1_024)])),
    sealed(words.introduction, (padded) => new Uint8Array([...padded, 0])),
    sealed(words.introduction, (padded) => padded.with(-1, 1)),
  ];
  for (const payload of malformed) expect(await whoIs(bert, payload)).toBe('refused: malformed');
});

it('carries any certificate, decision and time as they are, and not one of them after a changed bit', async () => {
  const { anna, bert, bundle, clock } = await createMeeting();
  const fingerprint = fc
    .constantFrom(20, 32)
    .chain((length) => fc.uint8Array({ minLength: length, maxLength: length }))
    .map((one) => toHex(one) as Fingerprint);
  const said = fc.record({
    certificate: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 3_000 }),
      fc.constant(new Uint8Array(48_000).fill(6)),
    ),
    intent: fc.constantFrom('offer', 'end'),
    accepts: fc.option(fingerprint, { nil: undefined }),
    sent: fc.integer({ min: START, max: START + 20 * DAY }),
    place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    bit: fc.integer({ min: 0, max: 7 }),
  });
  const { identity } = storedDevice.read(anna.state.device);
  const resign = [bundle, bert.ports.random, (signed: Uint8Array) => signWith(identity, signed)] as const;
  const withAccepts = (words: SignedIntroduction, accepts: Fingerprint | undefined): SignedIntroduction => ({
    ...words,
    introduction: encode(introductionFormat, { ...decode(introductionFormat, words.introduction), accepts }),
  });
  // Whatever the octets are, they are taken for the certificate that the statement names.
  bert.ports.certificate = { ...bert.ports.certificate, signedBy: async () => anna.statement().certificate };
  await fc.assert(
    fc.asyncProperty(said, async ({ certificate, intent, accepts, sent, place, bit }) => {
      clock.now = sent;
      const words = { certificate, intent, accepts: undefined };
      const payload = pack(
        withAccepts(unpack(bert, await introduction(anna, bert, bundle, words)), accepts),
        ...resign,
      );
      expect(await meetBy(bert, payload)).toMatchObject({
        kind: 'introduced',
        certificate,
        intent,
        accepts,
        issued: sent,
      });
      const at = Math.floor(place * payload.length);
      expect((await meetBy(bert, payload.with(at, (payload[at] ?? 0) ^ (1 << bit)))).kind).not.toBe('introduced');
    }),
    { numRuns: 40 },
  );
});
