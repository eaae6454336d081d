import { describe, expect, it } from 'vitest';
import { MEETING_LIMITS } from '../../../../lib/chat/meeting/limits';
import { two } from './people';
import { createWorld, HOUR, type Person, settled } from './world';

/** Somebody whom nobody knows, with an account and a device. */
async function stranger(world: ReturnType<typeof createWorld>, name: string): Promise<Person> {
  world.people.push(name);
  const person = world.person(name);
  await person.connect();
  return person;
}

describe('people who are strangers', () => {
  it('wait in a bounded number, and who comes after them is dropped without a word', async () => {
    const world = createWorld();
    const anna = world.person('anna');
    await anna.connect();
    const people: Person[] = [];
    for (let at = 0; at < MEETING_LIMITS.strangers + 2; at++) {
      const one = await stranger(world, `stranger-${at}`);
      people.push(one);
      await one.meeting().start('anna.k7m2q');
      await one.send();
      await settled(anna);
      world.clock.now += HOUR / 10;
    }
    expect(await anna.background().book.entries()).toHaveLength(MEETING_LIMITS.strangers);
    expect(anna.told.notices).toHaveLength(MEETING_LIMITS.strangers);
    expect(anna.told.failures).toEqual(['chat/too-many', 'chat/too-many']);
    // One decision makes room for another.
    const [first, , ...rest] = people;
    const last = rest.at(-1);
    if (first === undefined || last === undefined) throw new Error('nobody');
    await anna.decide(first, 'in-use');
    world.clock.now += HOUR;
    await last.meeting().start('anna.k7m2q');
    await settled(anna, last);
    expect(await anna.background().book.entries()).toHaveLength(MEETING_LIMITS.strangers + 1);
  }, 60_000);

  it('come in a bounded number each hour', async () => {
    const world = createWorld();
    const anna = world.person('anna');
    await anna.connect();
    for (let at = 0; at < MEETING_LIMITS.strangersAnHour + 3; at++) {
      const one = await stranger(world, `hasty-${at}`);
      await one.meeting().start('anna.k7m2q');
      await one.send();
    }
    await settled(anna);
    expect(await anna.background().book.entries()).toHaveLength(MEETING_LIMITS.strangersAnHour);
  }, 60_000);

  it('ask once, whatever is repeated', async () => {
    const { anna, bert } = await two();
    await anna.meeting().start('bert.k7m2q');
    await anna.meeting().advance();
    await anna.send();
    const repeated = bert.mailbox().slice();
    await settled(anna, bert);
    for (const payload of [...repeated, ...repeated]) await bert.take(payload);
    await settled(anna, bert);
    expect(bert.told.notices).toHaveLength(1);
    expect(await bert.background().book.entries()).toHaveLength(1);
  });

  it('are told of once, though they say again after days who they are', async () => {
    const { world, anna, bert } = await two();
    await anna.meeting().start('bert.k7m2q');
    for (let time = 0; time < 3; time++) {
      await settled(anna, bert);
      world.clock.now += 74 * HOUR;
      await anna.connect();
      await bert.connect();
    }
    expect((await bert.entry()).record.heard?.length).toBeGreaterThan(2);
    expect(bert.told.notices).toHaveLength(1);
  });

  it('are nobody where their introduction is damaged, cut off or for another device', async () => {
    const { world, anna, bert } = await two();
    const carl = await stranger(world, 'carl');
    await anna.meeting().start('bert.k7m2q');
    await anna.send();
    const [payload = new Uint8Array()] = bert.mailbox();
    const cut = [payload.slice(0, 40), payload.slice(0, -1), payload.slice(0, 3)];
    const changed = [10, 100, 1_000, payload.length - 1].map((at) =>
      payload.map((octet, index) => (index === at ? octet ^ 1 : octet)),
    );
    for (const octets of [...cut, ...changed]) await bert.take(octets);
    await carl.take(payload);
    for (const one of [bert, carl]) {
      await settled(one === bert ? carl : one);
      expect(one.told.notices).toEqual([]);
      expect(await one.background().book.entries()).toEqual([]);
      expect(one.told.failures.length).toBeGreaterThan(0);
    }
  });
});
