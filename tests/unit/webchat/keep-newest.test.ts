import { expect, test } from 'vitest';
import type { Origin } from '../../../lib/core/brand';
import type { TalkId } from '../../../lib/core/webchat';
import { keepNewest } from '../../../lib/webchat/keep-newest';
import { blankTalk } from '../../../lib/webchat/place';

const ID = '1'.repeat(32) as TalkId;
const PLACE = { origin: 'https://chat.example.org' as Origin, protocol: 'text', locator: '/c/7', title: 'B' } as const;
const blank = blankTalk(ID, PLACE);
const payload = new Uint8Array([1]);
const words = { payload, line: { kind: 'text', text: 'x', mine: true, way: 'channel' } } as const;
const step = { payload, line: { kind: 'step', step: 'greeting', mine: false } } as const;

test('words and steps are counted apart: a thousand greetings push out no words', () => {
  const first = keepNewest(blank, undefined, [words, step, words], 3);
  expect(first).toEqual({ talk: { ...blank, lines: { texts: 2, steps: 1 } }, orders: [1, -1, 2], removeLines: [] });
  const flood = keepNewest(blank, first.talk, Array(1_000).fill(step), 3);
  expect(flood.removeLines).toEqual([{ talk: ID, from: -998, upTo: -1 }]);
  expect(flood.orders.at(-1)).toBe(-1_001);
  expect(keepNewest(blank, flood.talk, [words, words], 3).removeLines).toContainEqual({ talk: ID, from: 0, upTo: 1 });
});

test('what is written without lines keeps the count, whatever the writer knew of it', () => {
  const lines = { texts: 7, steps: 2 };
  expect(keepNewest(blank, { ...blank, lines }, [], 3).talk.lines).toEqual(lines);
});
