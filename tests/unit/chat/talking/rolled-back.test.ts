import { describe, expect, it } from 'vitest';
import { copyDatabase, replaceDatabase } from '../../../support/chat/backup';
import { type ChatPerson, createOpenWorld } from '../../../support/chat/world';
import { until } from '../../../support/wait';

const hasOnce = async (person: ChatPerson, text: string): Promise<boolean> =>
  (await person.lines()).filter((line) => line === text).length === 1;

describe('an old copy of the disk that is put back', () => {
  it.each([1, 6, 20])(
    'heals after %i messages each way, and everything is shown once',
    { timeout: 90_000 },
    async (rounds) => {
      const { anna, bert, failures } = await createOpenWorld();
      await anna.say('before the copy');
      await until('it', () => hasOnce(bert, 'before the copy'));
      const copy = await copyDatabase(bert.profile.name);
      for (let round = 0; round < rounds; round += 1) {
        await anna.say(`anna ${round}`);
        await until('it', () => hasOnce(bert, `anna ${round}`));
        await bert.say(`bert ${round}`);
        await until('it', () => hasOnce(anna, `bert ${round}`));
      }
      bert.now.kill();
      await replaceDatabase(bert.profile.name, copy);
      await bert.restart();
      expect(await bert.lines()).not.toContain('anna 0');

      // Whoever speaks first: both get through, though one may have to be said in a new session.
      await anna.say('after, of anna');
      await bert.say('after, of bert');
      await until('bert to have it', () => hasOnce(bert, 'after, of anna'), { within: 40_000 });
      await until('anna to have it', () => hasOnce(anna, 'after, of bert'), { within: 40_000 });
      await until('both to know', async () => {
        const all = [...(await anna.history()), ...(await bert.history())];
        return all.every(({ mine, state }) => !mine || state === 'delivered');
      });
      await anna.say('and again');
      await until('it', () => hasOnce(bert, 'and again'));
      for (const person of [anna, bert]) {
        const said = (await person.lines()).filter((line) => !line.startsWith('['));
        expect(new Set(said).size).toBe(said.length);
      }
      expect(failures()).toEqual([]);
    },
  );

  it('heals where only the other writes', async () => {
    const { anna, bert } = await createOpenWorld();
    const copy = await copyDatabase(bert.profile.name);
    for (let round = 0; round < 3; round += 1) {
      await anna.say(`anna ${round}`);
      await until('it', () => hasOnce(bert, `anna ${round}`));
      await bert.say(`bert ${round}`);
      await until('it', () => hasOnce(anna, `bert ${round}`));
    }
    bert.now.kill();
    await replaceDatabase(bert.profile.name, copy);
    await bert.restart();
    await anna.say('are you there');
    await until('bert to have it', () => hasOnce(bert, 'are you there'));
  });
});
