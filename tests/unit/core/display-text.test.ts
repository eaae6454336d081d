import { expect, it } from 'vitest';
import { neutralise } from '../../../lib/core/display-text';
import { threadClock } from '../../support/thread-clock';

it.each([
  ['Zoë Ångström 李雷 علي', 'Zoë Ångström 李雷 علي'],
  ['a\u202eb', 'a\ufffdb'],
  ['a\u2066b\u2069', 'a\ufffdb\ufffd'],
  ['a\u200b\u00ad\ufeffb', 'a\ufffd\ufffd\ufffdb'],
  ['a\u0000\u001b[31mb', 'a\ufffd\ufffd[31mb'],
  ['line\r\n\tbreak', 'line break'],
  ['a\u2028b\u00a0c', 'a b c'],
  ['tag \u{e0041}', 'tag \ufffd'],
  ['blank \u3164\u2800', 'blank \ufffd\ufffd'],
  ['lone \ud800', 'lone \ufffd'],
  ['👩‍💻', '👩\ufffd💻'],
])('[req 24] draws %j as %j', (text, shown) => {
  expect(neutralise(text)).toBe(shown);
});

it('[req 24] lets no letter climb over the lines around it', () => {
  expect(neutralise(`e${'\u0301'.repeat(50)}x`)).toBe(`e${'\u0301'.repeat(4)}x`);
});

it('[req 24] cuts a long name with an ellipsis, never inside a character', () => {
  expect(neutralise('😀'.repeat(400), 10)).toBe(`${'😀'.repeat(9)}…`);
  expect(neutralise('x'.repeat(10), 10)).toBe('x'.repeat(10));
});

it('[req 24] takes no time for a megabyte', () => {
  const spent = threadClock();
  expect([...neutralise('\u202e'.repeat(1_000_000))]).toHaveLength(300);
  expect(spent()).toBeLessThan(200);
});
