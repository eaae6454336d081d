import { describe, expect, it } from 'vitest';
import { everybody, meeting, states, whoSeesWhom } from './meeting';
import { TAB } from './people';

describe('a call in a page that two protect', () => {
  it('asks on the other side; both have the keys of the other, and the same words', async () => {
    const { host, others, people } = await meeting('two');
    const [bert] = others;
    const [mine, theirs] = [await host.view(), await bert?.view()];
    expect(people.all().flatMap(({ failures }) => failures)).toEqual([]);
    expect(await states(host)).toEqual(['in']);
    expect([mine.status, theirs?.status]).toEqual(['sealed', 'sealed']);
    expect(mine.members[0]?.words.state).toBe('ready');
    expect(mine.members[0]?.words).toEqual(theirs?.members[0]?.words);
    expect(theirs?.members[0]?.peer.name).toBe('anna');
    expect(whoSeesWhom(people.all())).toEqual(everybody(['anna', 'bert']));
  });

  it('tells once that somebody asks, and the page that it is protected from now on', async () => {
    const { host, others } = await meeting('told');
    expect(others[0]?.notices.length).toBe(1);
    expect(host.modes).toEqual(['protected']);
    expect(others[0]?.modes).toEqual(['protected']);
    expect(await host.calls.mode(TAB)).toEqual({ mode: 'protected' });
  });

  it('says that the words were compared where both say so, and marks the certificate on the side that says it', async () => {
    const { host, others } = await meeting('compared');
    const words = (await host.view()).members[0]?.words;
    if (words?.state !== 'ready') throw new Error('no words');
    await expect(host.calls.compared(TAB, 1, 'yyyy', true)).rejects.toMatchObject({ code: 'call/compare-again' });
    expect(host.comparisons).toEqual([]);
    await host.calls.compared(TAB, 1, words.characters, true);
    expect(host.comparisons).toEqual([{ conversation: host.conversation('bert'), same: true }]);
    expect((await host.view()).status).toBe('compared');
    expect((await others[0]?.view())?.status).toBe('sealed');
  });

  it('gives nobody anything any more with whom the words differ', async () => {
    const { host, people, timeline } = await meeting('differ');
    const words = (await host.view()).members[0]?.words;
    if (words?.state !== 'ready') throw new Error('no words');
    await host.calls.compared(TAB, 1, words.characters, false);
    await timeline.run(4_000);
    expect(whoSeesWhom(people.all())).toEqual([]);
    expect(await host.view()).toMatchObject({ status: 'blocked', code: 'callpage/differ' });
  });

  it('is on a verified line in a later call between the same devices', async () => {
    const { host, others, timeline } = await meeting('later');
    const words = (await host.view()).members[0]?.words;
    if (words?.state !== 'ready') throw new Error('no words');
    await host.calls.compared(TAB, 1, words.characters, true);
    await host.calls.end(TAB);
    await timeline.run(1_000);
    await others[0]?.calls.end(TAB);
    await host.calls.protect(TAB, [host.conversation('bert')]);
    await timeline.run(1_000);
    const call = (await others[0]?.view())?.invitations[0]?.call;
    if (call === undefined) throw new Error('not asked');
    await others[0]?.calls.join(TAB, call);
    await timeline.run(5_000);
    expect((await host.view()).members[0]?.words).toMatchObject({ continuity: 'continued', verified: true });
    expect((await host.view()).status).toBe('compared');
    expect((await others[0]?.view())?.status).toBe('sealed');
  });
});
