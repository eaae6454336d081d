import { expect, it } from 'vitest';
import { createWorld, settled } from './world';

async function two() {
  const world = createWorld();
  const [anna, bert] = [world.person('anna'), world.person('bert')];
  await anna.connect();
  await bert.connect();
  return { world, anna, bert };
}

it('asks the other first, then me, and opens when both have accepted', async () => {
  const { anna, bert } = await two();
  await anna.meeting().start('bert.k7m2q');
  expect(await anna.state()).toBe('their-decision');
  await settled(anna, bert);
  expect([await anna.state(), await bert.state()]).toEqual(['their-decision', 'your-decision']);
  expect(bert.told.notices).toMatchObject([{ kind: 'request' }]);
  await bert.decide(anna, 'in-use');
  expect(await bert.state()).toBe('their-decision');
  await settled(anna, bert);
  expect([await anna.state(), await bert.state()]).toEqual(['your-decision', 'their-decision']);
  expect(anna.told.notices).toMatchObject([{ kind: 'request' }]);
  await anna.decide(bert, 'verified');
  expect(await anna.state()).toBe('other-half writable');
  await settled(anna, bert);
  expect([await anna.state(), await bert.state()]).toEqual(['open writable', 'open writable']);
  expect(await anna.digits()).toBe(await bert.digits());
  expect([...anna.told.failures, ...bert.told.failures]).toEqual([]);
});
