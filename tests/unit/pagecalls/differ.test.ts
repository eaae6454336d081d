import { describe, expect, it } from 'vitest';
import { joinIn, meeting, states, whoSeesWhom } from './meeting';
import { type Person, TAB } from './people';

const NAMES = ['anna', 'bert', 'cara'];
const DIFFER = { state: 'failed', code: 'callpage/differ' };

async function charactersOf(person: Person, place: number): Promise<string> {
  const words = (await person.view()).members.find((member) => member.place === place)?.words;
  if (words?.state !== 'ready') throw new Error('no words');
  return words.characters;
}
const wordsOf = async (person: Person, place: number) =>
  (await person.view()).members.find((member) => member.place === place)?.words;

describe('words in a call of a page that are said to differ', () => {
  it('are told to the other side at once, which sees and seals nothing for them any more', async () => {
    const { host, others, people, timeline } = await meeting('told');
    const [bert] = others as [Person];
    await host.calls.compared(TAB, 1, await charactersOf(host, 1), false);
    expect(host.comparisons).toEqual([{ conversation: host.conversation('bert'), same: false }]);
    await timeline.run(500);
    for (const [one, other] of [
      [host, 1],
      [bert, 0],
    ] as const) {
      expect(await one.view()).toMatchObject({ status: 'blocked', code: 'callpage/differ' });
      expect(await wordsOf(one, other)).toEqual(DIFFER);
    }
    await timeline.run(4_000);
    expect(whoSeesWhom(people.all())).toEqual([]);
    // Only who says so decides about a certificate.
    expect(bert.comparisons).toEqual([]);
  });

  it('put one person out; the others go on, and no list of the host brings them back', async () => {
    const { host, others, people, timeline } = await meeting('three', NAMES);
    const [bert, cara] = others as [Person, Person];
    await bert.calls.compared(TAB, 2, await charactersOf(bert, 2), false);
    await timeline.run(3_000);
    expect(whoSeesWhom(people.all())).toEqual(['anna bert', 'anna cara', 'bert anna', 'cara anna']);
    await host.calls.protect(TAB, []);
    await cara.openFrame();
    await timeline.run(9_000);
    expect([await wordsOf(bert, 2), await wordsOf(cara, 1)]).toEqual([DIFFER, DIFFER]);
    expect(await states(bert)).toEqual(['in']);
    expect((await bert.calls.glance(TAB)).status).toBe('sealed');
  });

  it('are told before the channel closes, wherever the background dies meanwhile', async () => {
    let [write, isDone] = [0, false];
    while (!isDone) {
      write += 1;
      const { host, others, people, timeline } = await meeting(`killed ${write}`);
      const characters = await charactersOf(host, 1);
      const before = people.sent.length;
      host.fuse.dieBefore = host.fuse.writes + write;
      host.calls.compared(TAB, 1, characters, false).catch(() => undefined);
      await timeline.run(70_000);
      isDone = host.fuse.writes < host.fuse.dieBefore;
      const told = people.sent.slice(before).filter(({ message }) => message.kind === 'differ');
      // Before anything was kept it is as if nobody had said it; after that it is done whole.
      expect(told.length).toBe(host.comparisons.length);
      if (told.length === 0) continue;
      expect(await wordsOf(others[0] as Person, 0)).toEqual(DIFFER);
      expect(whoSeesWhom(people.all())).toEqual([]);
      expect(write).toBeLessThan(12);
    }
    expect(write).toBeGreaterThan(1);
  });

  it('count for this call and who says so alone, also where they are asked in again', async () => {
    const { host, others, people, timeline } = await meeting('stranger', NAMES);
    const call = (await host.view()).call;
    if (call === undefined) throw new Error('no call');
    people.deliver('cara', 'anna', { kind: 'differ', call: 'ab'.repeat(16) as typeof call });
    await timeline.run(1_000);
    expect(await states(host)).toEqual(['in', 'in']);
    people.deliver('cara', 'anna', { kind: 'differ', call });
    await timeline.run(3_000);
    expect(await states(host)).toEqual(['in']);
    expect(await wordsOf(others[0] as Person, 2)).not.toEqual(DIFFER);
    await host.calls.protect(TAB, [host.conversation('cara')]);
    await timeline.run(1_000);
    await joinIn(others[1] as Person, timeline).catch(() => undefined);
    await timeline.run(5_000);
    expect(await wordsOf(host, 2)).toEqual(DIFFER);
  });
});
