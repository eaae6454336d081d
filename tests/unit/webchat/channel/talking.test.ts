import { expect, test } from 'vitest';
import { until } from '../../../support/wait';
import { createChatter, createPage, wordsIn } from '../../../support/webchat/world';

const PLACE = { protocol: 'text', locator: '/c/7', title: 'Berta' } as const;

async function meet() {
  const page = createPage();
  const anna = await createChatter('Anna', page, PLACE);
  const bert = await createChatter('Bert', page, PLACE);
  await anna.webchat.begin(anna.place);
  await bert.read();
  const { offered } = await bert.view();
  expect(offered?.name).toBe('Anna');
  await bert.decide(anna, 'in-use');
  await until('an opening', () => page.texts.length > 1);
  await anna.read();
  expect((await anna.view()).channel).toBe('your-decision');
  await anna.decide(bert, 'verified');
  await until('an answer', () => page.texts.length > 2);
  await bert.read();
  await anna.read();
  return { page, anna, bert };
}

test('two people who greet through a page talk sealed, and both read it again after a reload', async () => {
  const { anna, bert } = await meet();
  expect((await anna.view()).way).toBe('channel');
  await anna.send('Good morning');
  await bert.read();
  await bert.send('Morning 🌞');
  // One half of the key, and what lets both compare digits.
  const words = ['[greeting]', '[opening]', '[answer]', '[answer]', 'Good morning', 'Morning 🌞'];
  expect(wordsIn(await anna.read())).toEqual(words);
  expect(wordsIn(await bert.read())).toEqual(words);
  anna.restart();
  bert.restart();
  expect(wordsIn(await anna.read(false))).toEqual(words);
  expect(wordsIn(await bert.read(false))).toEqual(words);
  expect(anna.failures).toEqual([]);
  expect(bert.failures).toEqual([]);
}, 60_000);
