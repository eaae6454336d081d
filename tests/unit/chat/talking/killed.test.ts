import { describe, expect, it } from 'vitest';
import { type ChatPerson, createOpenWorld, newMessageId } from '../../../support/chat/world';
import { newFuse } from '../../../support/mortal';
import { until } from '../../../support/wait';

/** Said until it is kept: whoever writes it asks again with the same id, as our windows do. */
async function insist(person: ChatPerson, text: string): Promise<void> {
  const message = { id: newMessageId(), text };
  try {
    await person.now.talking.send(person.id, message);
  } catch {
    await person.restart(newFuse());
    await person.now.talking.send(person.id, message);
  }
}

const said = async (person: ChatPerson): Promise<string[]> =>
  (await person.lines()).filter((line) => !line.startsWith('[')).sort();

describe('a background that dies', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('before its write number %i loses nothing and doubles nothing', async (write) => {
    const { anna, bert, failures } = await createOpenWorld();
    await anna.restart(newFuse(write));
    await bert.restart(newFuse(write + 1));
    for (const text of ['one', 'two', 'three']) {
      await insist(anna, `anna ${text}`);
      await insist(bert, `bert ${text}`);
    }
    const all = ['one', 'two', 'three'].flatMap((text) => [`anna ${text}`, `bert ${text}`]).sort();
    // Whatever is dead by now is found out by the browser, which starts it anew.
    for (const person of [anna, bert]) await person.restart(newFuse());
    for (const person of [anna, bert]) {
      await until(`${person.name} to have all`, async () => (await said(person)).length >= all.length);
      expect(await said(person)).toEqual(all);
      await until('all to be delivered', async () =>
        (await person.history()).every(({ mine, state }) => !mine || state === 'delivered'),
      );
    }
    expect(failures()).toEqual([]);
  });
});
