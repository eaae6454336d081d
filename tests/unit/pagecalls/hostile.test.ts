import { describe, expect, it } from 'vitest';
import type { CallId } from '../../../lib/core/calls';
import { fromHex } from '../../../lib/core/wire/hex';
import { sealAnnouncement } from '../../../lib/media/key-box';
import { AES_256_GCM_SHA512_128 } from '../../../lib/media/suites';
import { everybody, joinIn, meeting, states, whoSeesWhom } from './meeting';
import { certificateOf, createPeople, deviceOf, ORIGIN, TAB } from './people';
import { createTimeline } from './timeline';

const NAMES = ['anna', 'bert', 'cara'];
const at = (place: number, name: string) => ({ place, fingerprint: certificateOf(name) });
const OTHER = 'ffffffffffffffffffffffffffffffff' as CallId;

async function three(seed: string) {
  const world = await meeting(seed, NAMES);
  const [bert, cara] = world.others;
  const { call } = await world.host.view();
  if (!bert || !cara || call === undefined) throw new Error('no call');
  return { ...world, bert, cara, call };
}

describe('members of a protected call who do not keep to it', () => {
  it('takes a list of members from the host alone', async () => {
    const { bert, call, people, timeline } = await three('list');
    people.deliver('cara', 'bert', { kind: 'members', call, members: [at(0, 'anna'), at(1, 'bert')] });
    await timeline.run(3_000);
    expect(await states(bert)).toEqual(['in', 'in']);
    expect(whoSeesWhom(people.all())).toEqual(everybody(NAMES));
  });

  it.each([
    ['a place twice', [at(0, 'anna'), at(1, 'bert'), at(1, 'cara')]],
    ['a person twice', [at(0, 'anna'), at(1, 'bert'), at(2, 'cara'), at(3, 'cara')]],
    ['another host', [at(0, 'cara'), at(1, 'bert'), at(2, 'anna')]],
    ['no host', [at(1, 'bert'), at(2, 'cara')]],
    ['me in another place', [at(0, 'anna'), at(2, 'bert'), at(1, 'cara')]],
    ['no place of mine', [at(0, 'anna'), at(2, 'cara')]],
    ['a place beyond the last', [at(0, 'anna'), at(1, 'bert'), at(2, 'cara'), at(16, 'dora')]],
  ])('refuses a list with %s, and changes nothing', async (_what, members) => {
    const { call, people, timeline, bert } = await three('rosters');
    people.deliver('anna', 'bert', { kind: 'members', call, members });
    await timeline.run(3_000);
    expect(await states(bert)).toEqual(['in', 'in']);
    expect(whoSeesWhom(people.all())).toEqual(everybody(NAMES));
  });

  it('lets nobody in whom the host did not ask', async () => {
    const timeline = createTimeline('uninvited');
    const people = createPeople(NAMES, timeline);
    const [anna, bert, cara] = people.all();
    if (!anna || !bert || !cara) throw new Error('nobody');
    await anna.openFrame();
    await anna.calls.protect(TAB, [anna.conversation('bert')]);
    await timeline.run(1_000);
    await joinIn(bert, timeline);
    const { call } = await anna.view();
    if (call === undefined) throw new Error('no call');
    people.deliver('cara', 'anna', { kind: 'join', call });
    people.deliver('cara', 'bert', { kind: 'join', call });
    people.deliver('cara', 'anna', { kind: 'sas', call, attempt: 0, octets: new Uint8Array(66).fill(1) });
    await timeline.run(5_000);
    expect((await anna.view()).members.map(({ peer }) => peer.name)).toEqual(['bert']);
    expect(people.sent.filter(({ to, message }) => to === 'cara' && message.kind !== 'leave')).toEqual([]);
  });

  it('takes no keys that are of another place, of another call, or not sealed for this line', async () => {
    const { bert, call, people, timeline, host } = await three('foreign');
    const before = bert.frame?.orders.length;
    const key = { generation: 9, step: 0, key: new Uint8Array(32).fill(7) };
    const announcement = { suite: AES_256_GCM_SHA512_128.id, call: fromHex(call), sender: 2, keys: [key] };
    // Under a key that only a stranger would take.
    const octets = sealAnnouncement(new Uint8Array(32), timeline.random, announcement);
    people.deliver('cara', 'bert', { kind: 'keys', call, octets });
    // What Anna sealed for Cara, or said before, comes to Bert in Cara's name.
    for (const { message } of people.sent.filter(({ from, to }) => from === 'anna' && to === 'cara')) {
      if (message.kind === 'keys') people.deliver('cara', 'bert', message);
    }
    people.deliver('cara', 'bert', { kind: 'keys', call: OTHER, octets });
    await timeline.run(3_000);
    expect(bert.frame?.orders.length).toBe(before);
    expect(await states(bert)).toEqual(['in', 'in']);
    expect(whoSeesWhom(people.all())).toEqual(everybody(NAMES));
    expect(host.failures).toEqual([]);
  });

  it('takes nobody at their word about keys that were never announced', async () => {
    const { host, call, people, timeline } = await three('took');
    const before = host.frame?.orders.length;
    people.deliver('bert', 'anna', { kind: 'took', call, generation: 4_000 });
    await timeline.run(1_000);
    expect(host.frame?.orders.length).toBe(before);
  });

  it('answers who asks for keys again a bounded number of times', async () => {
    const { host, call, people, timeline } = await three('asking');
    for (let asked = 0; asked < 230; asked++) people.deliver('bert', 'anna', { kind: 'join', call });
    await timeline.run(20_000);
    const admitted = host.frame?.orders.filter((order) => order === 'admit').length ?? 0;
    expect(admitted).toBeLessThan(210);
    expect(whoSeesWhom(people.all())).toEqual(everybody(NAMES));
  }, 60_000);

  it('hears of a call only from the device that the channel is with', async () => {
    const { host, call, timeline } = await three('device');
    const from = { conversation: host.conversation('bert'), device: deviceOf('mallory') };
    await host.calls.events.onMessage(from, { kind: 'leave', call }, timeline.now());
    await host.calls.events.onMessage(from, { kind: 'members', call, members: [at(0, 'anna')] }, timeline.now());
    expect(await states(host)).toEqual(['in', 'in']);
  });

  it('never has an exchange of words with somebody whose list of certificates is another', async () => {
    const timeline = createTimeline('certificates');
    const people = createPeople(['anna', 'bert'], timeline);
    const [anna, bert] = people.all();
    if (!anna || !bert) throw new Error('nobody');
    await bert.openFrame();
    const wrong = [{ place: 0, fingerprint: certificateOf('mallory') }];
    const invite = {
      kind: 'invite',
      call: OTHER,
      at: timeline.now(),
      origin: ORIGIN,
      place: 1,
      members: wrong,
    } as const;
    people.deliver('anna', 'bert', invite);
    await timeline.run(1_000);
    expect((await bert.view()).invitations).toEqual([]);
    expect(bert.notices).toEqual([]);
  });
});
