import { expect, it } from 'vitest';
import type { Fingerprint } from '../../../../lib/core/brand';
import { createPeople } from '../../../../lib/webchat/agreement/people';
import type { AgreementPorts } from '../../../../lib/webchat/agreement/work';
import { createTalkers } from '../../../support/webchat/talkers';

const fingerprintOf = (place: number) => place.toString(16).padStart(40, '0') as Fingerprint;

it('keeps fifty certificates to be looked at, however many a page brings, and more as people decide', async () => {
  const { anna } = createTalkers();
  const { talk } = anna.state;
  const stored = new Set<Fingerprint>();
  let offers = 0;
  const certificates = {
    ...anna.certificates,
    view: async (fingerprint: Fingerprint) => (stored.has(fingerprint) ? ({ userIds: [] } as never) : undefined),
    offer: async ([place = 0]: Uint8Array) => {
      offers += 1;
      return { fingerprint: fingerprintOf(place), name: 'Somebody', decision: 'unknown' as const };
    },
  } satisfies AgreementPorts['certificates'];
  const people = createPeople({ now: () => 0, random: (count) => new Uint8Array(count), certificates });
  const bring = (place: number) => people.offered(talk, Uint8Array.of(place), fingerprintOf(place));
  for (let place = 1; place <= 50; place += 1) expect((await bring(place)).name).toBe('Somebody');
  await expect(bring(51)).rejects.toThrow('chat/too-many');
  await bring(50);
  expect(offers).toBe(50);
  stored.add(fingerprintOf(7));
  await bring(7);
  expect((await bring(51)).name).toBe('Somebody');
});

it('offers nobody whom the background names otherwise than what was proven [req 33]', async () => {
  const { anna, bert, all } = createTalkers();
  const people = createPeople({ now: () => 0, random: () => new Uint8Array(), certificates: anna.certificates });
  const octets = all.octetsOf('mallory');
  await expect(people.offered(anna.state.talk, octets, bert.fingerprint)).rejects.toThrow('webchat/damaged');
});
