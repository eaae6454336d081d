import fc from 'fast-check';
import { expect, it } from 'vitest';
import { statusOf } from '../../../../lib/channel/channel';
import { readAgreement } from '../../../../lib/webchat/agreement/state';
import { createTalkers, type Talker } from '../../../support/webchat/talkers';

/** Talks that are tried; each takes a busy processor about a second. */
const RUNS = Number(process.env.AGREEMENT_RUNS ?? 12);
const STEPS = 24;

const who = fc.constantFrom('anna' as const, 'bert' as const);
const action = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('begin' as const), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('accept' as const), who }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('say' as const), who }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('read' as const), who, fresh: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('read again' as const), who, place: fc.nat(200) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('later' as const), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reload' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('end' as const), who }) },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** A page at its worst, and two people in it. Answers how many words were read. */
async function converse(seed: string, actions: readonly Action[]): Promise<number> {
  const { anna, bert, page, clock } = createTalkers(seed);
  const people = { anna, bert };
  const words = new Map<Uint8Array, string>();
  const opened = new Set<string>();
  const read = { anna: 0, bert: 0 };
  const late: Record<'anna' | 'bert', number[]> = { anna: [], bert: [] };

  const show = async (reader: Talker, place: number, fresh: boolean): Promise<void> => {
    const shown = page[place];
    if (shown === undefined || shown.from === reader.name) return;
    const line = await reader.read(shown.payload, fresh);
    const said = words.get(shown.payload);
    if (line.kind !== 'text') {
      expect(['step', 'not-opened']).toContain(line.kind);
      return;
    }
    expect(line.text).toBe(said);
    expect(opened.has(line.text)).toBe(false);
    opened.add(line.text);
  };
  const honest = async (one: Talker): Promise<void> => {
    const { channel, writable, comparison } = await one.view();
    expect(writable).toBe(channel === 'open' || channel === 'other-half');
    if (channel !== 'open') expect(comparison).toBeUndefined();
  };
  const say = async (one: Talker): Promise<void> => {
    if (!(await one.view()).writable) {
      await expect(one.seal('never')).rejects.toThrow(/webchat|contact/);
      return;
    }
    const text = `words ${words.size + 1}`;
    words.set((await one.say(text)).payload, text);
  };
  const take = async (next: Action): Promise<void> => {
    const one = people[next.who];
    const other = next.who === 'anna' ? 'bert' : 'anna';
    clock.now += 5_000;
    if (next.kind === 'begin') await one.begin();
    if (next.kind === 'accept') await one.decide(other, 'in-use');
    if (next.kind === 'say') await say(one);
    if (next.kind === 'read') await show(one, read[next.who]++, next.fresh);
    if (next.kind === 'read again') await show(one, next.place % Math.max(1, page.length), true);
    if (next.kind === 'lose') read[next.who]++;
    if (next.kind === 'later') late[next.who].push(read[next.who]++);
    if (next.kind === 'reload') one.reload();
    if (next.kind === 'end') await one.end();
    one.post();
    read[next.who] = Math.min(read[next.who], page.length);
    await honest(one);
  };
  const settle = async (): Promise<void> => {
    for (const name of ['anna', 'bert'] as const) {
      for (const place of late[name].splice(0)) await show(people[name], place, true);
    }
    while (read.anna < page.length || read.bert < page.length) {
      clock.now += 61_000;
      for (const name of ['anna', 'bert'] as const) {
        await show(people[name], read[name]++, true);
        people[name].post();
        read[name] = Math.min(read[name], page.length);
      }
    }
  };

  for (const next of actions) await take(next);
  await settle();
  await anna.decide('bert', 'in-use');
  await bert.decide('anna', 'in-use');
  for (const one of [anna, bert]) one.post();
  await settle();
  for (const one of [anna, bert]) await honest(one);

  // What a person does who sees that it does not go on.
  for (const one of [anna, bert]) {
    await one.begin();
    one.post();
    await settle();
  }
  for (const one of [anna, bert, anna, bert]) await say(one);
  await settle();
  const [mine, theirs] = [await anna.view(), await bert.view()];
  expect([mine.channel, theirs.channel]).toEqual(['open', 'open']);
  expect(mine.comparison).toMatch(/^\d{4} \d{4} \d{4}$/);
  expect(theirs.comparison).toBe(mine.comparison);
  const tags = [anna, bert].map((one) => {
    const { channel } = readAgreement(one.state.talk.agreement);
    return channel && statusOf(channel).tags[0];
  });
  expect(tags[0]).toBe(tags[1]);
  for (const last of [...words.values()].slice(-4)) expect(opened.has(last)).toBe(true);
  return opened.size;
}

it('[req 36] whatever a page repeats, loses, mixes up or shows late, both know the same or say that they wait, and no words open twice', async () => {
  let read = 0;
  const talk = fc.asyncProperty(
    fc.string({ minLength: 4, maxLength: 8 }),
    fc.array(action, { minLength: STEPS, maxLength: STEPS, size: 'max' }),
    async (seed, actions) => {
      read += await converse(seed, actions);
    },
  );
  await fc.assert(talk, { numRuns: RUNS });
  expect(read).toBeGreaterThan(RUNS * 3);
}, 120_000);
