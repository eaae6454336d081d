import { describe, expect, it } from 'vitest';
import { parseSiteUses } from '../../../lib/core/site-state';

describe('what a site is used for', () => {
  it('is mail, chat, calls, or the last two together in any order', () => {
    expect([['mail'], ['chat'], ['call'], ['chat', 'call'], ['call', 'chat']].map(parseSiteUses)).toEqual([
      ['mail'],
      ['chat'],
      ['call'],
      ['chat', 'call'],
      ['chat', 'call'],
    ]);
  });

  it('[req 26] is refused where mail stands beside something, or nothing is named, or twice the same', () => {
    const wrong = [
      [],
      ['mail', 'chat'],
      ['mail', 'call'],
      ['chat', 'chat'],
      ['mail', 'chat', 'call'],
      ['x'],
      'chat',
      0,
    ];
    for (const uses of wrong) expect(() => parseSiteUses(uses)).toThrow('bus/bad-input');
  });
});
