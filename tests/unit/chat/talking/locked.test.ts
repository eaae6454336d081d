import { describe, expect, it } from 'vitest';
import { createOpenWorld } from '../../../support/chat/world';
import { dumpDatabase } from '../../../support/database-dump';
import { until } from '../../../support/wait';

describe('while keys are locked', () => {
  it('nothing that was said, drafted or named can be read on disk [req 3]', async () => {
    const { anna, bert } = await createOpenWorld();
    await anna.say('CANARY of anna');
    await until('it', async () => (await bert.lines()).includes('CANARY of anna'));
    await bert.say('CANARY of bert');
    await bert.now.talking.saveDraft(bert.id, 'CANARY draft');
    await until('it', async () => (await anna.lines()).includes('CANARY of bert'));
    for (const person of [anna, bert]) {
      await person.lock();
      const dump = await dumpDatabase(person.profile.name);
      expect(dump).not.toContain('CANARY');
      for (const name of ['anna.k7m2q', 'bert.k7m2q', 'k7m2q']) expect(dump).not.toContain(name);
      expect(dump.length).toBeGreaterThan(1_000);
      await expect(person.history()).rejects.toThrow('vault/locked');
      await expect(person.say('no')).rejects.toThrow('vault/locked');
    }
  });

  it('messages arrive sealed, are counted, and are opened in their order after unlock', async () => {
    const { anna, bert } = await createOpenWorld();
    await bert.lock();
    for (let count = 0; count < 150; count += 1) await anna.say(`CANARY ${count}`);
    await until('all of them to be here', async () => (await bert.now.rows.unopened()) === 150);
    expect(await dumpDatabase(bert.profile.name)).not.toContain('CANARY');
    await until('the relay to be told', async () =>
      (await anna.history()).filter(({ mine }) => mine).every(({ state }) => state === 'delivered'),
    );
    await bert.unlock();
    expect(await bert.now.rows.unopened()).toBe(0);
    expect((await bert.lines()).slice(1)).toEqual(Array.from({ length: 150 }, (_, count) => `CANARY ${count}`));
    expect((await bert.now.book.entry(bert.id)).record.unread).toBe(150);
  });

  it('what waited goes out, and hears what became of it', async () => {
    const { anna, bert } = await createOpenWorld();
    anna.goOffline();
    const id = await anna.say('goes out while locked');
    await anna.lock();
    anna.goOnline();
    await until('bert to have it', async () => (await bert.lines()).includes('goes out while locked'));
    await until('anna to know', async () => (await anna.now.rows.message(anna.id, id))?.state === 'delivered');
  });

  it('a background that dies while it opens what came opens the rest, and nothing twice', async () => {
    const { anna, bert } = await createOpenWorld();
    await bert.lock();
    for (let count = 0; count < 250; count += 1) await anna.say(`line ${count}`);
    await until('all of them to be here', async () => (await bert.now.rows.unopened()) === 250);
    bert.now.fuse.dieBefore = bert.now.fuse.writes + 2;
    await bert.unlock();
    expect(await bert.now.rows.unopened()).toBeGreaterThanOrEqual(150);
    await bert.restart();
    await bert.now.events.onUnlocked();
    expect((await bert.lines()).slice(1)).toEqual(Array.from({ length: 250 }, (_, count) => `line ${count}`));
  });
});
