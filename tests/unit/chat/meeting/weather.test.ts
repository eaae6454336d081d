import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../support/channel/random';
import { Killed, newFuse } from '../../../support/mortal';
import { OPEN, states, two } from './people';
import { HOUR, type Person, settled, type World } from './world';

const ROUNDS = Number(process.env.SOTTO_MEETING_ROUNDS ?? 6);

/** The relay's worst: what waits for somebody is lost, doubled, or turned around. */
function spoil(world: World, dice: (sides: number) => number): void {
  for (const [device, waiting] of world.mailboxes) {
    const kept = waiting.filter(() => dice(4) > 0).flatMap((payload) => (dice(4) > 0 ? [payload] : [payload, payload]));
    world.mailboxes.set(device, dice(2) > 0 ? kept : kept.toReversed());
  }
}

/** Whatever happens to a background in between, it is started again. */
async function alive(person: Person, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    person.restart();
  }
}

async function stormy(seed: string): Promise<void> {
  const random = createRandom(seed);
  const dice = (sides: number): number => (random(1)[0] ?? 0) % sides;
  const { world, anna, bert } = await two();
  const people = [anna, bert] as const;
  const chance: ReadonlyArray<(one: Person, other: Person) => Promise<unknown>> = [
    (one, other) => one.meeting().start(other.user()),
    (one, other) => one.decide(other, 'in-use'),
    (one) => one.connect(),
    (one) => one.send(),
    (one) => one.fetch(),
    async (one) => one.restart(newFuse(1 + dice(4))),
    async (one) => {
      one.life.online = dice(2) > 0;
    },
    async () => spoil(world, dice),
    async () => {
      world.clock.now += dice(6) * HOUR;
    },
  ];
  for (let step = 0; step < 40; step++) {
    const at = dice(2);
    const [one = anna, other = bert] = at === 0 ? people : people.toReversed();
    const act = chance[dice(chance.length)];
    await alive(one, async () => act?.(one, other)).catch((error: Error) => {
      // What a person is told is no failure of what is tested here.
      if (!/^(?:relay|chat)\//.test(error.message)) throw error;
    });
  }
  // Calm: both are there and willing. Whatever was lost is said again after 73 hours at the latest.
  for (const one of people) {
    one.life.online = true;
    one.restart();
    await one.connect();
    await one.meeting().start((one === anna ? bert : anna).user());
  }
  for (let days = 0; days < 3; days++) {
    await settled(anna, bert);
    await anna.decide(bert, 'in-use');
    await bert.decide(anna, 'in-use');
    await settled(anna, bert);
    world.clock.now += 74 * HOUR;
    for (const one of people) await one.connect();
  }
  await settled(anna, bert);
  expect(await states(anna, bert), seed).toEqual(OPEN);
  expect(await anna.digits(), seed).toBe(await bert.digits());
}

describe('two people under loss, repetition, reordering, deaths and absence', () => {
  it('meet in one conversation in the end', async () => {
    for (let round = 0; round < ROUNDS; round++) await stormy(`storm ${round}`);
  }, 120_000);
});
