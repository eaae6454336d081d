import { describe, expect, it } from 'vitest';
import type { Origin } from '../../../lib/core/brand';
import type { CallId } from '../../../lib/core/calls';
import { certificateOf, createPeople, ORIGIN, TAB } from './people';
import { createTimeline } from './timeline';

const ELSEWHERE = { ...TAB, tabId: 8, origin: 'https://elsewhere.example' as Origin };

function asked(names: readonly string[] = ['anna', 'bert']) {
  const timeline = createTimeline(`asked ${names.length}`);
  const people = createPeople(names, timeline);
  const bert = people.get('bert');
  const invite = (from: string, call: string, origin: string = ORIGIN, place = 1) =>
    people.deliver(from, 'bert', {
      kind: 'invite',
      call: call.padEnd(32, '0') as CallId,
      at: timeline.now(),
      origin,
      place,
      members: [{ place: 0, fingerprint: certificateOf(from) }],
    });
  return { timeline, people, bert, invite };
}

describe('invitations', () => {
  it('are offered on a page of their own origin alone', async () => {
    const { bert, invite, timeline } = asked();
    invite('anna', 'aa');
    await timeline.run(1_000);
    expect((await bert.calls.view(ELSEWHERE)).invitations).toEqual([]);
    expect((await bert.calls.glance(ELSEWHERE)).invited).toBe(false);
    expect((await bert.calls.glance(TAB)).invited).toBe(true);
    const call = (await bert.view()).invitations[0]?.call as CallId;
    await expect(bert.calls.join(ELSEWHERE, call)).rejects.toMatchObject({ code: 'callpage/not-asked' });
    expect((await bert.view()).invitations.length).toBe(1);
  });

  it('are over after ten minutes, and where keys were locked so long they were never there', async () => {
    const { bert, invite, timeline } = asked();
    invite('anna', 'aa');
    await timeline.run(599_000);
    const call = (await bert.view()).invitations[0]?.call as CallId;
    await timeline.run(2_000);
    expect((await bert.view()).invitations).toEqual([]);
    await expect(bert.calls.join(TAB, call)).rejects.toMatchObject({ code: 'callpage/not-asked' });
    await bert.lock();
    invite('anna', 'bb');
    await timeline.run(700_000);
    await bert.unlock();
    expect((await bert.view()).invitations).toEqual([]);
    expect(bert.notices.length).toBe(1);
  });

  it('are one of each person for an origin, the newest, and twenty at most', async () => {
    const names = ['bert', 'anna', ...Array.from({ length: 24 }, (_, at) => `p${at}`)];
    const { bert, invite, timeline } = asked(names);
    invite('anna', 'aa');
    invite('anna', 'bb');
    await timeline.run(1_000);
    expect((await bert.view()).invitations.map(({ call }) => call.slice(0, 2))).toEqual(['bb']);
    for (let person = 0; person < 24; person++) invite(`p${person}`, `c${person.toString(16).padStart(2, '0')}`);
    await timeline.run(1_000);
    expect((await bert.view()).invitations.length).toBe(20);
  });

  it('cannot be taken over by somebody else who knows the call', async () => {
    const { bert, invite, timeline } = asked(['anna', 'bert', 'cara']);
    invite('anna', 'aa');
    await timeline.run(1_000);
    invite('cara', 'aa');
    await timeline.run(1_000);
    expect((await bert.view()).invitations.map(({ from }) => from.name)).toEqual(['anna']);
  });

  it.each(['javascript:alert(1)', 'https://meet.example/path', 'HTTPS://MEET.EXAMPLE', 'https://a b', '', 'null'])(
    'are nothing where the origin is none: %s',
    async (origin) => {
      const { bert, invite, timeline } = asked();
      invite('anna', 'aa', origin);
      await timeline.run(1_000);
      expect(bert.notices).toEqual([]);
      expect(bert.failures).toEqual([]);
    },
  );

  it('are taken back by who asked, and declined by who was asked', async () => {
    const timeline = createTimeline('back');
    const people = createPeople(['anna', 'bert'], timeline);
    const [anna, bert] = people.all();
    if (!anna || !bert) throw new Error('nobody');
    await anna.calls.protect(TAB, [anna.conversation('bert')]);
    await timeline.run(1_000);
    const call = (await bert.view()).invitations[0]?.call as CallId;
    await bert.calls.decline(call);
    await timeline.run(1_000);
    expect((await anna.view()).members.map(({ state }) => state)).toEqual(['left']);
    expect((await bert.view()).invitations).toEqual([]);
    await anna.calls.protect(TAB, [anna.conversation('bert')]);
    await timeline.run(1_000);
    expect((await bert.view()).invitations.length).toBe(1);
    await anna.calls.end(TAB);
    await timeline.run(1_000);
    expect((await bert.view()).invitations).toEqual([]);
  });
});
