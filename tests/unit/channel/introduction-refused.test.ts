import { describe, expect, it } from 'vitest';
import { renewStatement, storedDevice } from '../../../lib/channel/device';
import { introduction, meetBy, whoIs } from '../../support/channel/introductions';
import { createParty, DAY, START } from '../../support/channel/world';
import { createMeeting } from './introduction-meeting';

describe('an introduction is refused', () => {
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
