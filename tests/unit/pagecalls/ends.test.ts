import { describe, expect, it } from 'vitest';
import { everybody, joinIn, meeting, states, whoSeesWhom } from './meeting';
import { createPeople, TAB } from './people';
import { createTimeline } from './timeline';

const NAMES = ['anna', 'bert', 'cara'];

describe('ends of all kinds in a call of three', () => {
  it('goes on after the background of each was ended, with the words and keys that were there', async () => {
    const { people, timeline, host, others } = await meeting('killed', NAMES);
    const words = (await host.view()).members.map((member) => member.words);
    for (const person of people.all()) person.kill();
    await timeline.run(3_000);
    expect((await host.view()).members.map((member) => member.words)).toEqual(words);
    expect(whoSeesWhom(people.all())).toEqual(everybody(NAMES));
    await others[0]?.calls.end(TAB);
    await timeline.run(3_000);
    expect(whoSeesWhom(people.all())).toEqual(['anna cara', 'cara anna']);
  });

  it('makes new keys where a frame came up anew, and asks the others for theirs', async () => {
    const { people, timeline, host } = await meeting('frame', NAMES);
    await host.openFrame();
    await timeline.run(3_000);
    expect(await states(host)).toEqual(['in', 'in']);
    expect(whoSeesWhom(people.all())).toEqual(everybody(NAMES));
    expect(host.frame?.worker()?.sender.state().generation).toBe(1);
  });

  it('gives an older frame nothing any more', async () => {
    const { host, timeline } = await meeting('older', NAMES);
    const older = host.frame?.ticket;
    const call = (await host.view()).call;
    if (older === undefined || call === undefined) throw new Error('no call');
    await host.openFrame();
    await timeline.run(3_000);
    expect(await host.calls.orders(TAB, older, 0)).toEqual([{ number: 1, order: 'end', call }]);
    await expect(host.calls.took(TAB, older, { call, place: 1, generation: 0 })).rejects.toMatchObject({
      code: 'callpage/no-call',
    });
  });

  it('waits for the list that names who speaks, and asks nobody to say it again', async () => {
    const timeline = createTimeline('early');
    const people = createPeople(NAMES, timeline);
    const [anna, bert, cara] = people.all();
    if (!anna || !bert || !cara) throw new Error('nobody');
    await anna.openFrame();
    await anna.calls.protect(TAB, [anna.conversation('bert'), anna.conversation('cara')]);
    await timeline.run(1_000);
    people.slow('anna', 'cara', 3_000);
    await Promise.all([joinIn(bert, timeline), cara.openFrame()]);
    await joinIn(cara, timeline);
    await timeline.run(9_000);
    expect(whoSeesWhom(people.all())).toEqual(everybody(NAMES));
  });

  it('goes on without the host, and asks nobody in any more', async () => {
    const { people, timeline, host, others } = await meeting('host', NAMES);
    const [bert, cara] = others;
    await host.calls.events.onTabClosed(TAB.tabId);
    host.frame?.stop();
    await timeline.run(4_000);
    expect(whoSeesWhom(others)).toEqual(['bert cara', 'cara bert']);
    expect(await states(bert ?? host)).toEqual(['in']);
    await expect(cara?.calls.protect(TAB, [])).rejects.toMatchObject({ code: 'callpage/not-host' });
    expect(people.all().flatMap(({ failures }) => failures)).toEqual([]);
  });

  it('keeps what is protected protected: while locked, after leaving, and after a reload in the middle', async () => {
    const { host, people, timeline } = await meeting('mode', NAMES);
    await host.lock();
    expect(await host.calls.mode(TAB)).toEqual({ mode: 'protected' });
    await expect(host.view()).rejects.toMatchObject({ code: 'vault/locked' });
    expect((await host.calls.glance(TAB)).status).toBe('sealed');
    expect(whoSeesWhom(people.all())).toEqual(everybody(NAMES));
    await host.unlock();
    expect(await host.calls.hello(TAB, timeline.now())).toEqual({ mode: 'protected' });
    await host.openFrame();
    await timeline.run(3_000);
    expect(whoSeesWhom(people.all())).toEqual(everybody(NAMES));
    await host.lock();
    await host.openFrame();
    await timeline.run(3_000);
    // The keys went with the frame before, and new ones wait for mine.
    expect((await host.calls.glance(TAB)).status).toBe('waiting');
    await host.unlock();
    await timeline.run(5_000);
    expect((await host.calls.glance(TAB)).status).toBe('sealed');
    host.frame?.stop();
    await timeline.run(11_000);
    expect((await host.calls.glance(TAB)).status).toBe('waiting');
    await host.calls.end(TAB);
    expect(await host.calls.mode(TAB)).toEqual({ mode: 'protected' });
    expect(await host.calls.glance(TAB)).toMatchObject({ status: 'cannot', code: 'callpage/left' });
    await timeline.run(10);
    expect(await host.calls.hello({ ...TAB, document: 3 }, timeline.now())).toEqual({ mode: 'protected' });
    expect(await host.calls.hello(TAB, timeline.now())).toEqual({ mode: 'clear' });
  });

  it('sends what was said while keys were locked when they are open again, once', async () => {
    const { host, others, people, timeline } = await meeting('locked leave', NAMES);
    const before = people.sent.length;
    await host.lock();
    await host.calls.end(TAB);
    await timeline.run(5_000);
    expect(people.sent.slice(before)).toEqual([]);
    await host.unlock();
    await timeline.run(70_000);
    expect(people.sent.slice(before).filter(({ message }) => message.kind === 'leave').length).toBe(2);
    expect(whoSeesWhom(others)).toEqual(['bert cara', 'cara bert']);
  });

  it('shuts out who left while keys were locked as soon as they are open', async () => {
    const { host, others, people, timeline } = await meeting('left while locked', NAMES);
    await host.lock();
    await others[0]?.calls.end(TAB);
    await timeline.run(5_000);
    await host.unlock();
    await timeline.run(4_000);
    expect(whoSeesWhom(people.all())).toEqual(['anna cara', 'cara anna']);
  });

  it('shuts out within a minute whose certificate was refused, though nothing was sent to them', async () => {
    const { host, people, timeline } = await meeting('refused', NAMES);
    people.part('anna', 'bert');
    await timeline.run(64_000);
    expect(await states(host)).toEqual(['no-channel', 'in']);
    expect(whoSeesWhom([people.get('anna'), people.get('bert')])).toEqual([]);
    expect(whoSeesWhom([people.get('anna'), people.get('cara')])).toEqual(['anna cara', 'cara anna']);
  });

  it('says who has no channel with whom, and seals for all others', async () => {
    const timeline = createTimeline('strangers');
    const people = createPeople(NAMES, timeline);
    people.part('bert', 'cara');
    const [anna, bert, cara] = people.all();
    if (!anna || !bert || !cara) throw new Error('nobody');
    await anna.openFrame();
    await anna.calls.protect(TAB, [anna.conversation('bert'), anna.conversation('cara')]);
    await timeline.run(1_000);
    await joinIn(bert, timeline);
    await joinIn(cara, timeline);
    await timeline.run(5_000);
    expect(await states(anna)).toEqual(['in', 'in']);
    expect(await states(bert)).toEqual(['in', 'no-channel']);
    expect(whoSeesWhom(people.all()).toSorted()).toEqual(['anna bert', 'anna cara', 'bert anna', 'cara anna']);
    people.meet('bert', 'cara');
    await bert.calls.events.onTime();
    await cara.calls.events.onTime();
    await timeline.run(5_000);
    expect(whoSeesWhom(people.all())).toEqual(everybody(NAMES));
  });
});
