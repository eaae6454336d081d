import { expect, test } from 'vitest';
import { until } from '../../../support/wait';
import { createChatter, createPage, wordsIn } from '../../../support/webchat/world';

const PLACE = { protocol: 'text', locator: '/c/7', title: 'Berta' } as const;
const MOST = 8;

test('the newest lines of a talk are kept; an older text that the page shows again says that it is not', async () => {
  const page = createPage();
  const anna = await createChatter('Anna', page, PLACE, 'v4', { mostLines: MOST });
  const bert = await createChatter('Bert', page, PLACE);
  await anna.webchat.begin(anna.place);
  await bert.read();
  await bert.decide(anna, 'in-use');
  await until('an opening', () => page.texts.length > 1);
  await anna.read();
  await anna.decide(bert, 'verified');
  await until('an answer', () => page.texts.length > 2);
  await bert.read();
  await anna.read();

  const said: string[] = [];
  for (let turn = 0; turn < MOST; turn++) {
    said.push(`from Anna ${turn}`, `from Bert ${turn}`);
    await anna.send(`from Anna ${turn}`);
    await bert.read();
    await bert.send(`from Bert ${turn}`);
    await anna.read();
  }
  expect(wordsIn(await bert.read(false)).filter((words) => words.startsWith('from'))).toEqual(said);
  anna.restart();
  const lines = await anna.read(false);
  const words = wordsIn(lines);
  expect(words.filter((one) => one.startsWith('from'))).toEqual(said.slice(-MOST));
  // Nothing is left out: each of the others says what became of it.
  const others = lines.slice(-said.length, -MOST);
  expect(others.map((line) => line.kind === 'not-opened' && line.code)).toEqual(others.map(() => 'webchat/seen'));
  expect(anna.failures).toEqual([]);
  // What is new goes on.
  await bert.send('and on');
  expect(wordsIn(await anna.read()).at(-1)).toBe('and on');
}, 60_000);
