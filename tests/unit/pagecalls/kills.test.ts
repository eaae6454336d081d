import { describe, expect, it } from 'vitest';
import { everybody, whoSeesWhom } from './meeting';
import { createPeople, type Person, TAB } from './people';
import { createTimeline } from './timeline';

const NAMES = ['anna', 'bert', 'cara'];
const RUNS = Number(process.env['SOTTO_CALL_KILLS'] ?? 8);

/** Three people come together; backgrounds end as `fuses` say. What a window asked in vain it asks again. */
async function comeTogether(
  seed: string,
  fuses: (people: readonly Person[], chance: (below: number) => number) => void,
) {
  const timeline = createTimeline(seed);
  const people = createPeople(NAMES, timeline);
  const [anna, bert, cara] = people.all();
  if (!anna || !bert || !cara) throw new Error('nobody');
  fuses(people.all(), timeline.chance);
  /** What a window asked a background that died, it asks the next one. */
  const ask = async (work: () => Promise<unknown>): Promise<void> => {
    for (let attempt = 0; attempt < 4; attempt++) {
      const answered = { yet: false };
      const note = () => {
        answered.yet = true;
      };
      work().then(note, note);
      await timeline.run(700);
      if (answered.yet) return;
    }
  };
  for (const person of people.all()) await ask(() => person.openFrame());
  await ask(() => anna.calls.protect(TAB, [anna.conversation('bert'), anna.conversation('cara')]));
  await timeline.run(2_000);
  for (const person of [bert, cara]) {
    await ask(async () => {
      const { invitations, call } = await person.view();
      const [invitation] = invitations;
      if (invitation && call === undefined) await person.calls.join(TAB, invitation.call);
    });
  }
  await timeline.run(120_000);
  return people.all();
}

describe('backgrounds that end at any write while three people come together', () => {
  it('lets everybody see everybody where one of them ended once', async () => {
    for (let run = 0; run < RUNS; run++) {
      const people = await comeTogether(`once ${run}`, (all, chance) => {
        const one = all[chance(all.length)];
        if (one) one.fuse.dieBefore = 1 + chance(24);
      });
      expect(whoSeesWhom(people), `run ${run}`).toEqual(everybody(NAMES));
    }
  }, 60_000);

  it('says so where there are no words after more of them ended, and never waits without an end', async () => {
    for (let run = 0; run < RUNS; run++) {
      const people = await comeTogether(`all ${run}`, (all, chance) => {
        for (const one of all) one.fuse.dieBefore = 1 + chance(24);
      });
      const seen = whoSeesWhom(people);
      for (const person of people) {
        for (const { peer, words, state } of (await person.view()).members) {
          if (state === 'left') continue;
          const isSeen = seen.includes(`${peer.name} ${person.name}`) && seen.includes(`${person.name} ${peer.name}`);
          expect(isSeen ? 'in' : words.state, `run ${run}: ${person.name} and ${peer.name}`).toBe(
            isSeen ? 'in' : 'failed',
          );
        }
      }
    }
  }, 60_000);
});
