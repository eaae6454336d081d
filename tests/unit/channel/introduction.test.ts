import { describe, expect, it } from 'vitest';
import { storedDevice } from '../../../lib/channel/device';
import { readPayload } from '../../../lib/channel/payload';
import { addressOf } from '../../../lib/channel/receive';
import { kindOf, refusalOf } from '../../../lib/core/wire/sealed';
import { introduce, introduction, meetBy } from '../../support/channel/introductions';
import { octets, START } from '../../support/channel/world';
import { createMeeting } from './introduction-meeting';

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
