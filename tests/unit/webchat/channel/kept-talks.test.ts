import { expect, test } from 'vitest';
import type { Place } from '../../../../lib/webchat/contract';
import { until } from '../../../support/wait';
import { createChatter, createPage, ORIGIN, wordsIn } from '../../../support/webchat/world';

const PLACE = { protocol: 'text', locator: '/c/7', title: 'Berta' } as const;
const MOST = 3;
const FLOOD = 6;
const at = (number: number): Place => ({ ...PLACE, origin: ORIGIN, locator: `/c/${number}` });
const [DRAFT, ASKED, ELSEWHERE] = [
  at(100),
  at(101),
  { ...at(0), origin: 'https://other.example.org' as Place['origin'] },
];

test('greetings at ever new places fill no disk: talks of the person stay, and one that went is asked about again', async () => {
  const page = createPage();
  const anna = await createChatter('Anna', page, PLACE, 'v4', { mostTalks: MOST });
  const bert = await createChatter('Bert', page, PLACE);
  for (let number = 0; number < FLOOD; number++) await bert.webchat.begin(at(number));
  const greetings = page.texts.slice();
  const rows = async () => (await anna.now.store.talks.talks()).map(({ id }) => id);
  const show = (number: number, fresh: boolean) => {
    const greeting = greetings[number];
    if (greeting === undefined) throw new Error('no greeting');
    return anna.open(greeting, fresh, at(number));
  };
  const asks = { offered: { fingerprint: bert.fingerprint } };

  await anna.webchat.saveDraft(DRAFT, 'half a sentence');
  await anna.webchat.begin(ASKED);
  const own = await rows();
  for (let number = 0; number < FLOOD; number++) await show(number, number % 2 === 0);
  // The next origin has a number of its own.
  await anna.webchat.saveDraft(ELSEWHERE, 'elsewhere');
  const kept = await rows();
  expect(own).toHaveLength(2);
  expect(kept).toEqual(expect.arrayContaining(own));
  expect(kept).toHaveLength(own.length + MOST + 1);

  anna.restart();
  expect(await anna.view(DRAFT)).toMatchObject({ draft: 'half a sentence' });
  expect(await anna.view(ASKED)).toMatchObject({ channel: 'their-decision' });
  expect(await anna.view(at(FLOOD - 1))).toMatchObject(asks);
  expect(await anna.view(at(0))).toMatchObject({ channel: 'none' });
  expect(await show(0, false)).toMatchObject({ kind: 'step', step: 'greeting' });
  expect(await anna.view(at(0))).toMatchObject(asks);
  expect(await rows()).toHaveLength(own.length + MOST + 1);

  // What is answered is of the person, and goes for nothing.
  await anna.decide(bert, 'in-use');
  await until('an answer', () => page.texts.length > greetings.length + 1);
  for (let number = 1; number < FLOOD; number++) await show(number, false);
  await anna.send('still here', undefined, at(0));
  await bert.decide(anna, 'verified');
  expect(wordsIn(await bert.read(true, at(0)))).toContain('still here');
  expect(anna.failures).toEqual([]);
}, 60_000);
