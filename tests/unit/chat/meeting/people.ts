import { createWorld, type Person, settled } from './world';

/** Anna and Bert, each with a device and prekeys at the relay. */
export async function two(...input: Parameters<typeof createWorld>) {
  const world = createWorld(...input);
  const [anna, bert] = [world.person('anna'), world.person('bert')];
  await anna.connect();
  await bert.connect();
  return { world, anna, bert };
}

/** The same, with an open channel between them. */
export async function twoInTouch(...input: Parameters<typeof createWorld>) {
  const found = await two(...input);
  const { anna, bert } = found;
  await anna.decide(bert, 'in-use');
  await bert.decide(anna, 'in-use');
  await anna.meeting().start('bert.k7m2q');
  await settled(anna, bert);
  return found;
}

export const states = (...people: Person[]): Promise<string[]> => Promise.all(people.map((one) => one.state()));
export const OPEN = ['open writable', 'open writable'];
