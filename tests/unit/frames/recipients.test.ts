import { describe, expect, it } from 'vitest';
import { addRecipients, endsRecipient, parseRecipients } from '../../../lib/frames/composer/recipients';

describe('a typed or pasted list of recipients', () => {
  it.each([
    ['bob@example.org', ['bob@example.org']],
    ['Bob@Example.ORG', ['bob@example.org']],
    ['Bob Bell <bob@example.org>', ['bob@example.org']],
    ['"Bell, Bob" <bob@example.org>, carol@example.org', ['bob@example.org', 'carol@example.org']],
    ['bob@example.org; carol@example.org', ['bob@example.org', 'carol@example.org']],
    ['bob@example.org\ncarol@example.org\r\n', ['bob@example.org', 'carol@example.org']],
    ['bob@example.org carol@example.org', ['bob@example.org', 'carol@example.org']],
    ['bob@example.org\tcarol@example.org', ['bob@example.org', 'carol@example.org']],
    ['mailto:bob@example.org', ['bob@example.org']],
    ['<mailto:bob@example.org>', ['bob@example.org']],
    ['bob@example.org, bob@example.org', ['bob@example.org']],
    ['  ,; \n', []],
    ['', []],
  ])('reads %j', (list, expected) => {
    expect(parseRecipients(list)).toEqual(expected);
  });

  it('keeps what is no whole address, so that nothing vanishes', () => {
    expect(parseRecipients('bob, carol@example.org')).toEqual(['bob', 'carol@example.org']);
  });

  it('takes the address in brackets, never one inside a name [req 17]', () => {
    expect(parseRecipients('"bob@example.org" <mallory@example.net>')).toEqual(['mallory@example.net']);
  });

  it('refuses an address with hidden characters as a whole address [req 24]', () => {
    expect(parseRecipients('bob\u202e@example.org')).toEqual(['bob\u202e@example.org']);
    expect(parseRecipients('b\u200bob@example.org, x')).toHaveLength(2);
  });

  it('reads two hundred pasted addresses', () => {
    const list = Array.from({ length: 200 }, (_, index) => `person${index}@example.org`);
    expect(parseRecipients(list.join(', '))).toEqual(list);
  });

  it('knows where one address ends', () => {
    expect(endsRecipient('bob@example.org,')).toBe(true);
    expect(endsRecipient('bob@example.org')).toBe(false);
    expect(endsRecipient(',')).toBe(false);
  });

  it('adds each address once', () => {
    expect(addRecipients(['bob@example.org'], ['carol@example.org', 'bob@example.org'])).toEqual([
      'bob@example.org',
      'carol@example.org',
    ]);
  });
});
