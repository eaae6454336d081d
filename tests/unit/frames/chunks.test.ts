import { describe, expect, it } from 'vitest';
import { chunks } from '../../../lib/frames/reader/chunks';

describe('a long text in parts', () => {
  it.each([
    ['with lines', 'a line of some words\n'.repeat(60_000)],
    ['without lines', 'x'.repeat(1_000_000)],
    ['with one long line in the middle', `${'a\n'.repeat(30_000)}${'b'.repeat(100_000)}\n${'c\n'.repeat(30_000)}`],
    ['short', 'a'],
    ['empty', ''],
  ])('is the same text again when joined: %s', (_name, text) => {
    const parts = chunks(text);
    expect(parts.join('')).toBe(text);
    expect(parts.every((part) => part.length > 0 && part.length <= 40_001)).toBe(true);
  });

  it('is cut at line ends where there are any', () => {
    const parts = chunks('a line of some words\n'.repeat(60_000));
    expect(parts.every((part) => part.endsWith('\n'))).toBe(true);
  });

  it('never cuts a character in two', () => {
    const parts = chunks(`x${'😀'.repeat(50_000)}`);
    expect(parts.every((part) => part.isWellFormed())).toBe(true);
  });
});
