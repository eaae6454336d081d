import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../support/channel/random';
import { FAIR, type Weather } from '../../../support/chat/fake-relay';
import { type ChatPerson, type ChatWorld, createOpenWorld, HOUR, newMessageId } from '../../../support/chat/world';
import { newFuse } from '../../../support/mortal';
import { until } from '../../../support/wait';

/** The whole of it: `SOTTO_CHAT_MESSAGES=10000`. */
const MESSAGES = Number(process.env.SOTTO_CHAT_MESSAGES ?? 600);
const FINAL = ['stored', 'delivered', 'error', 'received'];

/** Draws that are the same for the same seed. */
function createDice(seed: string) {
  const random = createRandom(seed);
  const draw = (below: number): number => (((random(2)[0] ?? 0) << 8) + (random(1)[0] ?? 0)) % below;
  return { draw, chance: (percent: number) => draw(100) < percent };
}
type Dice = ReturnType<typeof createDice>;

/** Messages, answers and deliveries get lost, come twice and in another order. */
const rough = ({ draw, chance }: Dice): Weather => ({
  sent: () => (chance(4) ? 0 : chance(4) ? 2 : 1),
  told: () => (chance(5) ? 0 : 1),
  delivered: () => (chance(4) ? 0 : chance(5) ? 2 : 1),
  ordered: (frames) => (chance(30) ? frames.toSorted(() => draw(3) - 1) : frames),
});

/** What happened to everything that was said. */
type Said = { readonly by: ChatPerson; readonly id: string; readonly text: string };

async function sayWhatever(world: ChatWorld, person: ChatPerson, said: Said[], count: number): Promise<void> {
  for (let one = 0; one < count; one += 1) {
    const message = { id: newMessageId(), text: `${person.name} ${said.length}` };
    try {
      await person.now.talking.send(person.id, message);
    } catch {
      // The background died: whoever wrote it asks again, with the same id.
      await person.restart(newFuse(), true);
      await person.now.talking.send(person.id, message);
    }
    said.push({ by: person, ...message });
  }
  void world;
}

describe('ten thousand messages in rough weather', () => {
  it('each is opened, shown once, and in a final state on both sides [req 36] [req 37]', {
    timeout: 900_000,
  }, async () => {
    const dice = createDice(`weather ${process.env.SOTTO_SEED ?? '1'}`);
    const world = await createOpenWorld();
    const { anna, bert, relay, clock } = world;
    const people = [anna, bert];
    const said: Said[] = [];
    relay.weather = rough(dice);
    const kills = { kills: 0, days: 0 };
    while (said.length < MESSAGES) {
      const person = dice.chance(50) ? anna : bert;
      const other = person === anna ? bert : anna;
      if (dice.chance(30)) {
        kills.kills += 1;
        await person.restart(newFuse(1 + dice.draw(25)), dice.chance(90));
      }
      if (dice.chance(8)) other.goOffline();
      if (dice.chance(6)) {
        kills.days += 1;
        other.goOffline();
        await sayWhatever(world, person, said, dice.draw(20));
        clock.now += 73 * HOUR;
        relay.expire();
      }
      await sayWhatever(world, person, said, 1 + dice.draw(20));
      clock.now += dice.draw(30_000);
      for (const one of people) {
        if (dice.chance(70)) one.goOnline();
        await one.now.events.onTime();
      }
    }
    relay.weather = FAIR;
    // Everybody comes back, and what waits for the time gets it.
    for (let round = 0; round < 12; round += 1) {
      for (const one of people) {
        if (round % 4 === 0) await one.restart(newFuse(), true);
        one.goOnline();
      }
      clock.now += 20_000;
      relay.expire();
      for (const one of people) await one.now.events.onTime();
      await settled(world);
    }
    clock.now += 80 * HOUR;
    relay.expire();
    for (const one of people) await one.now.events.onTime();
    await settled(world);

    const shown = { anna: await anna.history(), bert: await bert.history() };
    const tally = { said: said.length, errors: 0, delivered: 0, unseen: 0, ...kills };
    for (const { by, id } of said) {
      const other = by === anna ? shown.bert : shown.anna;
      const mine = (by === anna ? shown.anna : shown.bert).filter((one) => one.id === id);
      const theirs = other.filter((one) => one.id === id);
      expect(mine).toHaveLength(1);
      expect(theirs.length).toBeLessThanOrEqual(1);
      expect(FINAL).toContain(mine[0]?.state);
      if (mine[0]?.state === 'error') tally.errors += 1;
      if (mine[0]?.state === 'delivered') tally.delivered += 1;
      // Whoever was told that it arrived was told the truth, and so was who was told that it did not.
      expect({ text: theirs.length, state: mine[0]?.state }).toEqual({
        text: theirs.length,
        state: theirs.length === 1 ? 'delivered' : 'error',
      });
      if (theirs.length === 0) tally.unseen += 1;
    }
    const stored = [...shown.anna, ...shown.bert].filter(({ mine, state }) => mine && state === 'stored');
    expect(stored).toEqual([]);
    const notes = [...shown.anna, ...shown.bert].flatMap(({ body }) =>
      body.kind === 'note' ? [`${body.note} ${body.count ?? ''}`] : [],
    );
    console.info(
      tally,
      Object.entries(Object.groupBy(notes, (note) => note))
        .map(([note, all]) => `${note}: ${all?.length}`)
        .join(', '),
    );
    expect(world.failures()).toEqual([]);
  });
});

/** Nothing moves any more. */
async function settled({ anna, bert }: ChatWorld): Promise<void> {
  let last = '';
  let same = 0;
  await until(
    'everything to come to rest',
    async () => {
      const now = JSON.stringify([
        await anna.now.outbox.queued(),
        await bert.now.outbox.queued(),
        await anna.now.rows.lastPlace(anna.id),
        await bert.now.rows.lastPlace(bert.id),
        anna.now.announced.length,
        bert.now.announced.length,
      ]);
      same = now === last ? same + 1 : 0;
      last = now;
      return same > 8;
    },
    { within: 120_000, every: 40 },
  );
}
