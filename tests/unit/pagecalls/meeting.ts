import { createPeople, type Person, TAB } from './people';
import { createTimeline, type Timeline } from './timeline';

/** They accept the newest invitation that they have, on a page that has media. */
export async function joinIn(person: Person, timeline: Timeline): Promise<void> {
  const invitation = (await person.view()).invitations.at(-1);
  if (invitation === undefined) throw new Error(`${person.name} was not asked`);
  if (person.frame === undefined) await person.openFrame();
  await person.calls.join(TAB, invitation.call);
  await timeline.run(1_000);
}

/** The first of them protects the call of a page and asks the others, who join; all have frames. */
export async function meeting(seed: string, names: readonly string[] = ['anna', 'bert']) {
  const timeline = createTimeline(seed);
  const people = createPeople(names, timeline);
  const [host, ...others] = people.all() as [Person, Person, ...Person[]];
  await host.openFrame();
  await host.calls.protect(
    TAB,
    others.map(({ name }) => host.conversation(name)),
  );
  await timeline.run(1_000);
  for (const other of others) await joinIn(other, timeline);
  await timeline.run(5_000);
  return { timeline, people, host, others };
}

/** Who opens what whom sends now, as `anna bert` for each pair that works. */
export function whoSeesWhom(people: readonly Person[]): readonly string[] {
  return people.flatMap((from) => {
    const frame = from.frame?.seal();
    if (frame === undefined) return [];
    return people.flatMap((to) => (to !== from && to.frame?.open(frame.slice()) ? [`${from.name} ${to.name}`] : []));
  });
}

/** All pairs, as `whoSeesWhom` has them. */
export const everybody = (names: readonly string[]): readonly string[] =>
  names.flatMap((from) => names.filter((to) => to !== from).map((to) => `${from} ${to}`));

export const states = async (person: Person): Promise<readonly string[]> =>
  (await person.view()).members.filter(({ state }) => state !== 'left').map(({ state }) => state);
