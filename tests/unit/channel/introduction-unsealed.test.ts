import { describe, expect, it } from 'vitest';
import { renewStatement, storedDevice } from '../../../lib/channel/device';
import { bundle as bundleFormat, signedPrekeys, signPrekeys } from '../../../lib/channel/prekeys';
import type { Statement } from '../../../lib/channel/statement';
import type { Fingerprint } from '../../../lib/core/brand';
import { decode, encode } from '../../../lib/core/wire/encode';
import type { DeviceId, UserId } from '../../../lib/core/wire/ids';
import { introduce } from '../../support/channel/introductions';
import { createParty, DAY, START } from '../../support/channel/world';
import { createMeeting } from './introduction-meeting';

describe('an introduction is not sealed', () => {
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
