import { expect, it } from 'vitest';
import { createTurns } from '../../../relay/accounts/turns';
import { WaitError } from '../../../relay/server/wait-error';

it('does one piece of work for each round of the event loop, first come first served', async () => {
  const turns = createTurns();
  const done: string[] = [];
  const works = ['a', 'b', 'c'].map((name) => turns(() => done.push(name)));
  const rounds: number[] = [];
  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setImmediate(resolve));
    rounds.push(done.length);
  }
  await Promise.all(works);
  expect(done).toEqual(['a', 'b', 'c']);
  expect(rounds).toEqual([1, 2, 3]);
});

it('answers with what the work answers, and goes on behind one that fails', async () => {
  const turns = createTurns();
  const failing = turns(() => {
    throw new Error('no');
  });
  const working = turns(() => 7);
  await expect(failing).rejects.toThrow('no');
  expect(await working).toBe(7);
  expect(await turns(() => 8)).toBe(8);
});

it('tells one to come back where too many wait, and takes it when they are done', async () => {
  const turns = createTurns(2);
  const first = turns(() => 1);
  const second = turns(() => 2);
  const refused = await turns(() => 3).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(WaitError);
  expect((refused as WaitError).waitMs).toBeGreaterThan(0);
  await Promise.all([first, second]);
  expect(await turns(() => 3)).toBe(3);
});
