import { describe, expect, it } from 'vitest';
import { type ChatPerson, createOpenWorld, HOUR, newMessageId } from '../../../support/chat/world';
import { dumpDatabase } from '../../../support/database-dump';
import { until } from '../../../support/wait';

const bodyOf = async (person: ChatPerson, id: string) =>
  (await person.history()).find((one) => one.id === id)?.body.kind;
const isHere = (person: ChatPerson, id: string) =>
  until('it to be here', async () => (await bodyOf(person, id)) === 'text');
const stateOf = async (person: ChatPerson, id: string) => (await person.history()).find((one) => one.id === id)?.state;

/** A message whose content ends. */
async function sayFor(person: ChatPerson, from: 'arrival' | 'reading', ms: number, text = 'soon gone') {
  const id = newMessageId();
  await person.now.talking.send(person.id, { id, text, validity: { from, ms } });
  return id;
}

describe('a message whose time ends', () => {
  it('is gone within two seconds on both sides, by their own clocks', async () => {
    const { anna, bert, clock } = await createOpenWorld();
    const id = await sayFor(anna, 'arrival', 300);
    await isHere(bert, id);
    await until('the relay to have it', async () => (await stateOf(anna, id)) !== 'sending');
    const began = performance.now();
    clock.now += 301;
    for (const person of [anna, bert]) {
      // No event, and nothing is asked: the background's own timer.
      await until('it to be gone', async () => (await person.now.rows.message(person.id, id))?.sealed === undefined, {
        within: 10_000,
        every: 20,
      });
    }
    expect(performance.now() - began).toBeLessThan(2_300);
    expect(await bodyOf(anna, id)).toBe('gone');
    expect(await bodyOf(bert, id)).toBe('gone');
  });

  it('is not shown once it is over, whether anything has looked at the time since or not', async () => {
    const { anna, bert, clock } = await createOpenWorld();
    const id = await sayFor(anna, 'arrival', HOUR);
    await isHere(bert, id);
    expect(await bodyOf(bert, id)).toBe('text');
    clock.now += HOUR;
    // Neither a timer nor an event: the first to look is who asks.
    expect(await bodyOf(bert, id)).toBe('gone');
    expect((await bert.now.rows.message(bert.id, id))?.sealed).toBeUndefined();
  });

  it('goes after it was read, and then at the writer, too', async () => {
    const { anna, bert, move } = await createOpenWorld();
    const id = await sayFor(anna, 'reading', 60_000);
    await isHere(bert, id);
    await move(2 * 60_000);
    expect(await bodyOf(bert, id)).toBe('text');
    expect(await bodyOf(anna, id)).toBe('text');
    const place = (await bert.history()).at(-1)?.place ?? 0;
    await bert.now.talking.read(bert.id, place);
    await until('anna to hear of it', async () => (await anna.now.rows.message(anna.id, id))?.goneAt !== undefined);
    await move(60_000);
    expect(await bodyOf(bert, id)).toBe('gone');
    expect(await bodyOf(anna, id)).toBe('gone');
  });

  it('is gone while keys are locked, and its words are nowhere on disk afterwards', async () => {
    const { anna, bert, move } = await createOpenWorld();
    const id = await sayFor(anna, 'arrival', HOUR);
    await isHere(bert, id);
    await until('the relay to have it', async () => (await stateOf(anna, id)) === 'delivered');
    for (const person of [anna, bert]) await person.lock();
    await move(HOUR);
    for (const person of [anna, bert]) {
      expect((await person.now.rows.message(person.id, id))?.sealed).toBeUndefined();
      await person.unlock();
      expect(await bodyOf(person, id)).toBe('gone');
    }
  });

  it('is gone before it can be shown where the background was dead meanwhile', async () => {
    const { anna, bert, clock } = await createOpenWorld();
    const id = await sayFor(anna, 'arrival', HOUR);
    await isHere(bert, id);
    bert.now.kill();
    clock.now += 2 * HOUR;
    await bert.restart();
    expect(await bodyOf(bert, id)).toBe('gone');
    expect((await bert.now.talking.search('soon')).length).toBe(0);
  });

  it('begins at the writer while keys are locked, when the relay has it', async () => {
    const { anna, bert, move } = await createOpenWorld();
    anna.goOffline();
    const id = await sayFor(anna, 'arrival', HOUR);
    await anna.lock();
    anna.goOnline();
    await until('it to be at the relay', async () => (await anna.now.rows.message(anna.id, id))?.goneAt !== undefined);
    await move(HOUR);
    expect((await anna.now.rows.message(anna.id, id))?.sealed).toBeUndefined();
    expect(bert.name).toBe('bert');
  });

  it('says nothing of itself in the list of conversations or in a notice', async () => {
    const { anna, bert } = await createOpenWorld({ bert: { settings: { notify: 'content' } } });
    await sayFor(anna, 'arrival', HOUR);
    await until('a notice', () => bert.now.notices.length > 0);
    expect(bert.now.notices[0]?.preview).toBe('');
    expect((await bert.now.book.entry(bert.id)).record.preview).toBe('');
  });

  it('takes its file with it', async () => {
    const { anna, move } = await createOpenWorld();
    const id = newMessageId();
    const file = { id, name: 'a.txt', mediaType: 'text/plain', content: new Blob(['x']), keepMetadata: false };
    await anna.now.talking.sendFile(anna.id, { ...file, validity: { from: 'arrival', ms: HOUR } }, {});
    anna.now.files.finish();
    await until('it to be at the relay', async () => (await anna.now.rows.message(anna.id, id))?.goneAt !== undefined);
    await move(HOUR);
    expect(anna.now.files.removed).toHaveLength(1);
    expect(await bodyOf(anna, id)).toBe('gone');
    expect(await dumpDatabase(anna.profile.name)).not.toContain('a.txt');
  });
});
