import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signWith } from '../../../lib/channel/crypto';
import { storedDevice } from '../../../lib/channel/device';
import { introduction as introductionFormat, type SignedIntroduction } from '../../../lib/channel/introduction-format';
import type { Fingerprint } from '../../../lib/core/brand';
import { decode, encode } from '../../../lib/core/wire/encode';
import { type MessageId, toHex } from '../../../lib/core/wire/ids';
import { introduction, meetBy, whoIs } from '../../support/channel/introductions';
import { pack, unpack } from '../../support/channel/repack-introduction';
import { createParty, DAY, START } from '../../support/channel/world';
import { createMeeting } from './introduction-meeting';

describe('who has read an introduction', () => {
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
